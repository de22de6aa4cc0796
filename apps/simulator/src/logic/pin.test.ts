import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPin } from './pin.ts';

/** A log of 1000 px in a frame of 400 px, cut to its length as a browser does it. */
const createLog = () => {
  let top = 600;
  let length = 1000;
  let away = false;
  let messageTop = 0;
  const box = {
    clientHeight: 400,
    get scrollHeight() {
      return length;
    },
    get scrollTop() {
      return top;
    },
    set scrollTop(wanted: number) {
      top = Math.max(0, Math.min(wanted, length - 400));
    },
  };
  const setLength = (px: number) => {
    length = px;
    box.scrollTop = top;
  };
  const hold = () => {
    const before = messageTop;
    return () => messageTop - before;
  };
  const pin = createPin({
    box,
    hold,
    onAway: (is) => {
      away = is;
    },
  });
  const read = (px: number) => {
    box.scrollTop = px;
    pin.scrolled();
  };
  const pushDown = (px: number) => {
    messageTop += px;
  };
  return { box, pin, setLength, read, pushDown, isAway: () => away };
};

const gapOf = ({ box }: ReturnType<typeof createLog>) => box.scrollHeight - box.scrollTop - box.clientHeight;

test('a log at its end follows what comes', () => {
  const log = createLog();
  log.setLength(1500);
  log.pin.changed();
  assert.equal(gapOf(log), 0);
});

test('a log that was shorter for a moment between two frames is still at its end', () => {
  const log = createLog();
  log.setLength(700);
  log.setLength(1000);
  assert.equal(gapOf(log), 300);
  log.pin.changed();
  log.pin.scrolled();
  assert.equal(gapOf(log), 0);
  assert.equal(log.isAway(), false);
});

test('a reader who scrolled up keeps seeing the same message', () => {
  const log = createLog();
  log.read(200);
  assert.equal(log.isAway(), true);
  log.setLength(1300);
  log.pushDown(300);
  log.pin.changed();
  assert.equal(log.box.scrollTop, 500);
  assert.equal(log.isAway(), true);
});

test('the way to the end is not taken for the reader’s own scrolling, whatever comes meanwhile', () => {
  const log = createLog();
  log.read(100);
  log.pin.toEnd(() => log.read(250), true);
  assert.equal(log.isAway(), false);
  log.setLength(1600);
  log.pin.changed();
  assert.equal(gapOf(log), 0);
});

test('a reader can break off the way to the end', () => {
  const log = createLog();
  log.read(100);
  log.pin.toEnd(() => log.read(250), true);
  log.pin.landed();
  log.read(240);
  assert.equal(log.isAway(), true);
});

test('a log whose end comes into sight again offers no way down', () => {
  const log = createLog();
  log.read(450);
  assert.equal(log.isAway(), true);
  log.setLength(860);
  log.pin.changed();
  assert.equal(log.isAway(), false);
});
