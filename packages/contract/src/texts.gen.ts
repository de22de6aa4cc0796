// Made by scripts/generate-texts.ts from packages/contract/texts/*.yaml. Do not edit.

/** What each text has to be given; null when it takes nothing. */
export type TextParams = {
  'agenda.booking': { from: string; to: string; service: string };
  'agenda.closed': null;
  'agenda.empty': null;
  'agenda.free': { from: string; to: string };
  'agenda.more': { count: number };
  'agenda.not_specialist': null;
  'agenda.title': { day: string; zone: string };
  'agenda.today': null;
  'agenda.working': { hours: string };
  'booking.again': null;
  'booking.cancel': null;
  'booking.changeable': { day: string; time: string };
  'booking.client': { client: string };
  'booking.day': { day: string };
  'booking.held_until': { time: string };
  'booking.phone': { phone: string };
  'booking.price': { price: string };
  'booking.room': { room: string };
  'booking.service': { service: string };
  'booking.show': null;
  'booking.specialist': { specialist: string };
  'booking.time': { from: string; to: string; zone: string };
  'bookings.empty': null;
  'bookings.item': { day: string; time: string; service: string };
  'bookings.title': { count: number };
  'calendar.appointment': { service: string; client: string };
  'calendar.held': null;
  'calendar.of_client': { business: string };
  'calendar.of_specialist': { business: string; specialist: string };
  'calendar.phone': { phone: string };
  'calendar.visit': { service: string; specialist: string };
  'calendar_error.address_lost': null;
  'calendar_error.address_refused': null;
  'calendar_error.not_a_calendar': null;
  'calendar_error.not_found': null;
  'calendar_error.too_complex': null;
  'calendar_error.too_large': null;
  'calendar_error.too_slow': null;
  'calendar_error.unreachable': null;
  'cancelling.ask': null;
  'cancelling.done': null;
  'cancelling.keep': null;
  'cancelling.yes': null;
  'client.forgotten': null;
  'client.merged': { details: string };
  'client.phone_before': { phone: string };
  'command.book': null;
  'command.cancel': null;
  'command.day': null;
  'command.help': null;
  'command.language': null;
  'command.my': null;
  'command.start': null;
  'confirm.title': null;
  'confirm.yes': null;
  'day.calendar': null;
  'day.earlier': null;
  'day.later': null;
  'day.none': { day: string };
  'day.pick': { day: string; zone: string };
  'day.seats': { time: string; count: number };
  'error.already_booked': null;
  'error.already_reviewed': null;
  'error.already_waiting': null;
  'error.booking_limit_reached': null;
  'error.booking_not_changeable': null;
  'error.calendar_limit_reached': null;
  'error.client_changed': null;
  'error.contact_not_yours': null;
  'error.forbidden': null;
  'error.hold_expired': null;
  'error.idempotency_key_reused': null;
  'error.internal': null;
  'error.invalid_input': null;
  'error.key_limit_reached': null;
  'error.malformed_request': null;
  'error.method_not_allowed': null;
  'error.not_found': null;
  'error.not_mergeable': null;
  'error.not_reviewable': null;
  'error.not_started': null;
  'error.nothing_offered': null;
  'error.nothing_to_acknowledge': null;
  'error.phone_taken': null;
  'error.reminder_over': null;
  'error.review_closed': null;
  'error.series_clash': null;
  'error.series_ended': null;
  'error.slot_not_offered': null;
  'error.slot_taken': null;
  'error.slots_are_free': null;
  'error.time_taken': null;
  'error.too_large': null;
  'error.too_late_to_change': null;
  'error.too_many_requests': null;
  'error.unauthenticated': null;
  'error.unavailable': null;
  'error.waitlist_limit_reached': null;
  'help.address': { address: string };
  'help.phone': { phone: string };
  'help.staff': null;
  'help.text': { business: string };
  'hint.cancel': null;
  'hint.group': null;
  'hint.group_open': null;
  'hint.link': null;
  'hint.old_menu': null;
  'hint.text': null;
  'language.choose': null;
  'language.saved': null;
  'menu.agenda': null;
  'menu.back': null;
  'menu.book': null;
  'menu.bookings': null;
  'menu.greeting': { business: string };
  'menu.home': null;
  'menu.language': null;
  'menu.title': { business: string };
  'month.closed': null;
  'month.full': null;
  'month.later': null;
  'month.nearest': { day: string; time: string };
  'month.none': null;
  'month.past': null;
  'month.pick': null;
  'notice.booking_cancelled': null;
  'notice.booking_moved': null;
  'notice.client_cancelled': null;
  'notice.client_moved': null;
  'notice.hold_expired': null;
  'notice.moved_away': { specialist: string };
  'notice.moved_from': { day: string; time: string; specialist: string };
  'notice.new_booking': null;
  'notice.reminder_day': { day: string; time: string };
  'notice.reminder_today': { time: string; left: string };
  'notice.reminder_tomorrow': { time: string };
  'notice.review_request': null;
  'notice.see_you': null;
  'notice.series_clash': { count: number };
  'notice.series_clash_at': { day: string; time: string };
  'notice.series_created': { count: number };
  'notice.series_ended': { count: number };
  'notice.series_more': { count: number };
  'notice.series_moved': { count: number };
  'problem.unexpected': null;
  'refusal.call': { phone: string };
  'refusal.limit': { limit: number };
  'refusal.too_late': { day: string; time: string };
  'review.first': null;
  'review.only_words': null;
  'review.saved': null;
  'review.thanks': { stars: string };
  'review.too_long': { limit: string };
  'review.words': null;
  'review.written': { stars: string };
  'service.free': null;
  'service.summary': { name: string; duration: string; price: string };
  'services.empty': null;
  'services.line': { name: string; duration: string; price: string };
  'services.of': { specialist: string };
  'services.title': null;
  'specialists.any': null;
  'specialists.rated': { name: string; rating: number };
  'specialists.title': null;
  'status.cancelled': null;
  'status.completed': null;
  'status.confirmed': null;
  'status.held': null;
  'status.no_show': null;
  'status.pending_payment': null;
  'taken.gone': null;
  'taken.nearest': null;
  'taken.other': null;
  'taken.title': null;
  'time.zone': { zone: string };
  'waitlist.decline': null;
  'waitlist.empty': null;
  'waitlist.free': null;
  'waitlist.joined': null;
  'waitlist.leave': { when: string; service: string };
  'waitlist.left': null;
  'waitlist.line': { service: string; when: string };
  'waitlist.mine': null;
  'waitlist.offer': null;
  'waitlist.offered': { day: string; time: string };
  'waitlist.passed': null;
  'waitlist.place': { place: number };
  'waitlist.promise': null;
  'waitlist.take': null;
  'waitlist.tell_me': null;
  'waitlist.title': null;
  'waitlist.until': { time: string };
};

export const MESSAGES: Record<'en' | 'ru', Record<keyof TextParams, string>> = {
  en: {
    'agenda.booking': '<b>{from}–{to}</b> {service}',
    'agenda.closed': 'Day off.',
    'agenda.empty': 'No bookings.',
    'agenda.free': '<i>{from}–{to} free</i>',
    'agenda.more': '{count, plural, one {… and # more line} other {… and # more lines}}',
    'agenda.not_specialist': '“My day” is for specialists.',
    'agenda.title': '🗓 <b>{day}</b> ({zone})',
    'agenda.today': 'Today',
    'agenda.working': 'Working hours: {hours}',
    'booking.again': '🔁 Book again',
    'booking.cancel': '❌ Cancel the visit',
    'booking.changeable': 'You can cancel until {day}, {time}.',
    'booking.client': '🙋 {client}',
    'booking.day': '📅 {day}',
    'booking.held_until': 'We keep this time for you until {time}.',
    'booking.phone': '📞 {phone}',
    'booking.price': '💳 {price}',
    'booking.room': '🚪 {room}',
    'booking.service': '💼 {service}',
    'booking.show': '👀 Show the booking',
    'booking.specialist': '👤 {specialist}',
    'booking.time': '🕑 {from}–{to} ({zone})',
    'bookings.empty': 'You have no bookings ahead. Shall we make one?',
    'bookings.item': '{day}, {time} · {service}',
    'bookings.title':
      '{count, plural, one {You have <b># booking</b> ahead.} other {You have <b># bookings</b> ahead.}}',
    'calendar.appointment': '{service}: {client}',
    'calendar.held': 'The time is held, the booking is not confirmed yet.',
    'calendar.of_client': '{business}: my visits',
    'calendar.of_specialist': '{business}: {specialist}',
    'calendar.phone': 'Phone: {phone}',
    'calendar.visit': '{service} with {specialist}',
    'calendar_error.address_lost': 'The address of this calendar can no longer be read. Please add the calendar again.',
    'calendar_error.address_refused':
      'No calendar can be read from this address: it does not lead into the open internet.',
    'calendar_error.not_a_calendar': 'What lies at this address is not a calendar in the iCalendar format.',
    'calendar_error.not_found': 'There is no calendar at this address any more, or it is closed.',
    'calendar_error.too_complex': 'The events of this calendar recur in ways that are too complex.',
    'calendar_error.too_large': 'This calendar is too large: up to 2 MB and 5000 events are possible.',
    'calendar_error.too_slow': 'The server of this calendar takes too long to answer. We will try again later.',
    'calendar_error.unreachable': 'The server of this calendar did not answer. We will try again later.',
    'cancelling.ask': '<b>Cancel this visit?</b>',
    'cancelling.done': 'The visit is cancelled',
    'cancelling.keep': 'Keep it',
    'cancelling.yes': 'Yes, cancel',
    'client.forgotten': 'deleted',
    'client.merged': 'Merged with the card: {details}',
    'client.phone_before': 'Their number before: {phone}',
    'command.book': 'Book a visit',
    'command.cancel': 'Back to the menu',
    'command.day': 'My day',
    'command.help': 'How this works, contacts',
    'command.language': 'Language',
    'command.my': 'My bookings',
    'command.start': 'Start and menu',
    'confirm.title': '<b>Please check and confirm</b>',
    'confirm.yes': '✅ Confirm',
    'day.calendar': '🗓 Calendar',
    'day.earlier': '‹ Earlier',
    'day.later': 'Later ›',
    'day.none': '<b>{day}</b>: no free time. Another day, perhaps?',
    'day.pick': '<b>{day}</b>: please pick a time ({zone}).',
    'day.seats': '{time} · {count, plural, one {# place} other {# places}}',
    'error.already_booked': 'You already have a booking at that time.',
    'error.already_reviewed': 'There is a review of this visit already.',
    'error.already_waiting': 'You are on the waiting list for these days already.',
    'error.booking_limit_reached': 'You have as many visits booked ahead as possible.',
    'error.booking_not_changeable': 'This booking can no longer be changed.',
    'error.calendar_limit_reached': 'That is as many outside calendars as one person can have.',
    'error.client_changed': "The client's card has just been changed. Please try once more.",
    'error.contact_not_yours': 'This number is not yours. Please share your own.',
    'error.forbidden': 'This is not yours to do here.',
    'error.hold_expired': 'The time we held for you has run out.',
    'error.idempotency_key_reused': 'This was already sent with other contents.',
    'error.internal': 'Something went wrong on our side.',
    'error.invalid_input': 'Something in the request is not right.',
    'error.key_limit_reached': 'This assistant has two keys that work already. Please revoke one first.',
    'error.malformed_request': 'The request could not be understood.',
    'error.method_not_allowed': 'This cannot be done this way.',
    'error.not_found': 'This no longer exists.',
    'error.not_mergeable': 'These two cards cannot be merged.',
    'error.not_reviewable': 'A visit can be reviewed once it has taken place.',
    'error.not_started': 'The visit has not begun yet.',
    'error.nothing_offered': 'Nothing is offered to you at the moment.',
    'error.nothing_to_acknowledge': 'Nothing of this reminder waits to be acknowledged.',
    'error.phone_taken': 'This number belongs to another client.',
    'error.reminder_over': 'This reminder is over and can no longer be changed.',
    'error.review_closed': 'This review can no longer be changed.',
    'error.series_clash': 'Some times of this series are not free.',
    'error.series_ended': 'This series has already ended.',
    'error.slot_not_offered': 'That time is not offered.',
    'error.slot_taken': 'That time has just been taken.',
    'error.slots_are_free': 'There is no need to wait: there is free time on these days.',
    'error.time_taken': 'Something else already takes that time.',
    'error.too_large': 'The request is too large.',
    'error.too_late_to_change': 'It is too late to change this booking here.',
    'error.too_many_requests': 'A little slower, please. Try again in a few seconds.',
    'error.unauthenticated': 'Please sign in first.',
    'error.unavailable': 'The appointment book does not answer right now. Please try again in a minute.',
    'error.waitlist_limit_reached':
      'You are waiting for as many times as one may. Please leave one of the lists first.',
    'help.address': '📍 {address}',
    'help.phone': '📞 {phone}',
    'help.staff': '🗓 /day: your day',
    'help.text':
      'I keep the appointment book of <b>{business}</b>.\n\n📅 /book: choose a service and a time\n🗒 /my: your bookings, and cancelling\n🌐 /language: change the language\n\nReminders come by themselves.',
    'hint.cancel': 'There is nothing to stop here. To cancel a visit, open it in “My bookings”.',
    'hint.group': "Please write to me in private: bookings are nobody else's business.",
    'hint.group_open': 'Write in private',
    'hint.link': 'This link leads to something that is no longer offered. Please choose here:',
    'hint.old_menu': 'That menu was an old one. Here is a fresh one.',
    'hint.text': 'I understand buttons best 🙂 Please choose one:',
    'language.choose': 'Which language shall we speak?',
    'language.saved': 'Done, English it is',
    'menu.agenda': '🗓 My day',
    'menu.back': '‹ Back',
    'menu.book': '📅 Book',
    'menu.bookings': '🗒 My bookings',
    'menu.greeting': "👋 Hello! This is <b>{business}</b>.\nLet's find you a convenient time, it takes a few taps.",
    'menu.home': '🏠 Menu',
    'menu.language': '🌐 Language · Язык',
    'menu.title': '<b>{business}</b>\nHow can I help?',
    'month.closed': 'Closed on this day',
    'month.full': 'Everything is taken on this day',
    'month.later': 'This day is not open for booking yet',
    'month.nearest': '⚡ Nearest: {day}, {time}',
    'month.none': 'There is no free time yet. Please look in again later.',
    'month.past': 'This day has passed',
    'month.pick': 'Please pick a day.\n🟢 plenty of time · 🟡 a little left · 🔴 full',
    'notice.booking_cancelled': '✖️ <b>Booking cancelled</b>',
    'notice.booking_moved': '🔁 <b>Booking moved</b>',
    'notice.client_cancelled': '✖️ <b>Your visit has been cancelled</b>',
    'notice.client_moved': '🔁 <b>Your visit has been moved</b>',
    'notice.hold_expired': '⌛ <b>The time has run out, so we have let it go</b>\nYou are welcome to book again.',
    'notice.moved_away': '🔁 <b>Booking given to another specialist</b>: {specialist}',
    'notice.moved_from': 'Before: {day}, {time}, {specialist}',
    'notice.new_booking': '🆕 <b>New booking</b>',
    'notice.reminder_day': '⏰ <b>{day} at {time}</b>',
    'notice.reminder_today': '⏰ <b>Today at {time}</b>, {left}',
    'notice.reminder_tomorrow': '⏰ <b>Tomorrow at {time}</b>',
    'notice.review_request': '💬 <b>How was your visit?</b>\nPlease rate it, from one star to five.',
    'notice.see_you': 'We look forward to seeing you.',
    'notice.series_clash':
      '⚠️ <b>A series needs you</b>: {count, plural, one {# visit does} other {# visits do}} not fit the schedule.',
    'notice.series_clash_at': '• {day}, {time}',
    'notice.series_created':
      '🔁 <b>{count, plural, one {# visit is} other {# visits are}} booked as a series</b>\nThe first:',
    'notice.series_ended':
      '✖️ <b>{count, plural, one {# visit of the series has} other {# visits of the series have}} been cancelled</b>\nThe first:',
    'notice.series_more': '{count, plural, one {… and # more} other {… and # more}}',
    'notice.series_moved':
      '🔁 <b>{count, plural, one {# visit of the series has} other {# visits of the series have}} been moved</b>\nThe first now:',
    'problem.unexpected': 'Something went wrong on our side. Nothing was lost; please try again: /start',
    'refusal.call': 'Please call us: {phone}',
    'refusal.limit':
      '{limit, plural, one {You can have # visit booked ahead at a time.} other {You can have # visits booked ahead at a time.}}',
    'refusal.too_late': 'It could be cancelled here until {day}, {time}.',
    'review.first': 'Please choose the stars first:',
    'review.only_words': 'A review is made of words: please write them in reply to this message.',
    'review.saved': 'Your rating is saved',
    'review.thanks': '<b>Thank you!</b> Your rating: {stars}',
    'review.too_long': 'That is more than {limit} characters. A little shorter, please.',
    'review.words': 'Would you like to add a few words? Reply to this message.',
    'review.written': '<b>Thank you for the review!</b> Your rating: {stars}',
    'service.free': 'free of charge',
    'service.summary': '<b>{name}</b> · {duration} · {price}',
    'services.empty': 'There is nothing to book at the moment. Please look in again a little later.',
    'services.line': '<b>{name}</b>\n{duration} · {price}',
    'services.of': 'What would you like to book with <b>{specialist}</b>?',
    'services.title': 'What would you like to book?',
    'specialists.any': '✨ Any specialist',
    'specialists.rated': '{name} · ★ {rating, number}',
    'specialists.title': 'Who would you like to go to?',
    'status.cancelled': '✖️ <b>Cancelled</b>',
    'status.completed': '☑️ <b>The visit took place</b>',
    'status.confirmed': '✅ <b>You are booked</b>',
    'status.held': '⏳ <b>The time is held for you</b>',
    'status.no_show': '🚫 <b>The visit was missed</b>',
    'status.pending_payment': '⏳ <b>Waiting for payment</b>',
    'taken.gone': '<b>That time can no longer be booked.</b>',
    'taken.nearest': 'The nearest free times:',
    'taken.other': 'Please choose another time.',
    'taken.title': '😔 <b>That time has just been taken.</b>',
    'time.zone': '{zone}',
    'waitlist.decline': 'No, thanks',
    'waitlist.empty': 'You are not waiting for anything.',
    'waitlist.free': '😊 <b>No need to wait: there is free time.</b>',
    'waitlist.joined': '🔔 <b>You are on the waiting list.</b>',
    'waitlist.leave': '✖️ {when} · {service}',
    'waitlist.left': 'You are no longer waiting',
    'waitlist.line': '• {service}, {when}',
    'waitlist.mine': '🔔 Waiting list',
    'waitlist.offer': '🔔 <b>A time is free!</b>',
    'waitlist.offered': '⏳ Held for you: {day}, {time}',
    'waitlist.passed': '⌛ <b>This time has gone to the next in line.</b>',
    'waitlist.place': '{place, plural, one {You are the first in line.} other {You are number # in line.}}',
    'waitlist.promise': 'As soon as a time is free I will write to you and keep it for you.',
    'waitlist.take': '✅ Take it',
    'waitlist.tell_me': '🔔 Tell me if a time frees up',
    'waitlist.title': '🔔 <b>You are waiting for:</b>',
    'waitlist.until': 'We keep it for you until {time}, then the next in line is asked.',
  },
  ru: {
    'agenda.booking': '<b>{from}–{to}</b> {service}',
    'agenda.closed': 'Выходной.',
    'agenda.empty': 'Записей нет.',
    'agenda.free': '<i>{from}–{to} свободно</i>',
    'agenda.more':
      '{count, plural, one {… и ещё # строка} few {… и ещё # строки} many {… и ещё # строк} other {… и ещё # строки}}',
    'agenda.not_specialist': '«Мой день» есть только у специалистов.',
    'agenda.title': '🗓 <b>{day}</b> ({zone})',
    'agenda.today': 'Сегодня',
    'agenda.working': 'Рабочие часы: {hours}',
    'booking.again': '🔁 Записаться снова',
    'booking.cancel': '❌ Отменить визит',
    'booking.changeable': 'Отменить можно до {day}, {time}.',
    'booking.client': '🙋 {client}',
    'booking.day': '📅 {day}',
    'booking.held_until': 'Держим это время для вас до {time}.',
    'booking.phone': '📞 {phone}',
    'booking.price': '💳 {price}',
    'booking.room': '🚪 {room}',
    'booking.service': '💼 {service}',
    'booking.show': '👀 Показать запись',
    'booking.specialist': '👤 {specialist}',
    'booking.time': '🕑 {from}–{to} ({zone})',
    'bookings.empty': 'Впереди записей нет. Запишемся?',
    'bookings.item': '{day}, {time} · {service}',
    'bookings.title':
      '{count, plural, one {У вас впереди <b># запись</b>.} few {У вас впереди <b># записи</b>.} many {У вас впереди <b># записей</b>.} other {У вас впереди <b># записи</b>.}}',
    'calendar.appointment': '{service}: {client}',
    'calendar.held': 'Время придержано, запись ещё не подтверждена.',
    'calendar.of_client': '{business}: мои записи',
    'calendar.of_specialist': '{business}: {specialist}',
    'calendar.phone': 'Телефон: {phone}',
    'calendar.visit': '{service}, {specialist}',
    'calendar_error.address_lost': 'Адрес календаря больше не прочитать. Добавьте календарь заново.',
    'calendar_error.address_refused': 'По этому адресу календарь прочитать нельзя: он ведёт не в открытый интернет.',
    'calendar_error.not_a_calendar': 'По этому адресу не календарь в формате iCalendar.',
    'calendar_error.not_found': 'По этому адресу календаря больше нет, или он закрыт.',
    'calendar_error.too_complex': 'В календаре слишком сложные повторы событий.',
    'calendar_error.too_large': 'Календарь слишком большой: можно до 2 МБ и 5000 событий.',
    'calendar_error.too_slow': 'Сервер календаря отвечает слишком долго. Попробуем ещё раз позже.',
    'calendar_error.unreachable': 'Сервер календаря не ответил. Попробуем ещё раз позже.',
    'cancelling.ask': '<b>Отменить этот визит?</b>',
    'cancelling.done': 'Визит отменён',
    'cancelling.keep': 'Оставить',
    'cancelling.yes': 'Да, отменить',
    'client.forgotten': 'удалён',
    'client.merged': 'Объединено с карточкой: {details}',
    'client.phone_before': 'Прежний номер: {phone}',
    'command.book': 'Записаться',
    'command.cancel': 'Вернуться в меню',
    'command.day': 'Мой день',
    'command.help': 'Как это работает, контакты',
    'command.language': 'Язык',
    'command.my': 'Мои записи',
    'command.start': 'Начало и меню',
    'confirm.title': '<b>Проверьте и подтвердите</b>',
    'confirm.yes': '✅ Подтвердить',
    'day.calendar': '🗓 Календарь',
    'day.earlier': '‹ Раньше',
    'day.later': 'Позже ›',
    'day.none': '<b>{day}</b>: свободного времени нет. Может быть, другой день?',
    'day.pick': '<b>{day}</b>: выберите время ({zone}).',
    'day.seats': '{time} · {count, plural, one {# место} few {# места} many {# мест} other {# места}}',
    'error.already_booked': 'На это время у вас уже есть запись.',
    'error.already_reviewed': 'Об этом визите отзыв уже есть.',
    'error.already_waiting': 'Вы уже в листе ожидания на эти дни.',
    'error.booking_limit_reached': 'У вас уже столько будущих записей, сколько можно.',
    'error.booking_not_changeable': 'Эту запись уже нельзя изменить.',
    'error.calendar_limit_reached': 'Больше внешних календарей одному человеку добавить нельзя.',
    'error.client_changed': 'Карточку клиента только что изменили. Попробуйте, пожалуйста, ещё раз.',
    'error.contact_not_yours': 'Это не ваш номер. Поделитесь, пожалуйста, своим.',
    'error.forbidden': 'Это вам здесь недоступно.',
    'error.hold_expired': 'Время, которое мы для вас придержали, истекло.',
    'error.idempotency_key_reused': 'Это уже отправлено с другим содержанием.',
    'error.internal': 'У нас что-то пошло не так.',
    'error.invalid_input': 'Что-то в запросе не так.',
    'error.key_limit_reached': 'У этого помощника уже два действующих ключа. Сначала отзовите один из них.',
    'error.malformed_request': 'Запрос не удалось понять.',
    'error.method_not_allowed': 'Так это сделать нельзя.',
    'error.not_found': 'Этого больше нет.',
    'error.not_mergeable': 'Эти карточки объединить нельзя.',
    'error.not_reviewable': 'Отзыв можно оставить, когда визит состоялся.',
    'error.not_started': 'Визит ещё не начался.',
    'error.nothing_offered': 'Сейчас вам ничего не предложено.',
    'error.nothing_to_acknowledge': 'У этого напоминания нет событий, которые ждут подтверждения.',
    'error.phone_taken': 'Этот номер уже записан за другим клиентом.',
    'error.reminder_over': 'Это напоминание уже завершено, изменить его нельзя.',
    'error.review_closed': 'Этот отзыв уже нельзя изменить.',
    'error.series_clash': 'Не всё время этой серии свободно.',
    'error.series_ended': 'Эта серия уже завершена.',
    'error.slot_not_offered': 'На это время записаться нельзя.',
    'error.slot_taken': 'Это время только что заняли.',
    'error.slots_are_free': 'Ждать не нужно: на эти дни есть свободное время.',
    'error.time_taken': 'На это время уже что-то назначено.',
    'error.too_large': 'Запрос слишком большой.',
    'error.too_late_to_change': 'Менять эту запись здесь уже поздно.',
    'error.too_many_requests': 'Чуть медленнее, пожалуйста. Попробуйте через несколько секунд.',
    'error.unauthenticated': 'Сначала войдите, пожалуйста.',
    'error.unavailable': 'Книга записи сейчас не отвечает. Попробуйте, пожалуйста, через минуту.',
    'error.waitlist_limit_reached':
      'Вы уже ждёте столько раз, сколько можно. Выйдите, пожалуйста, из одной из очередей.',
    'help.address': '📍 {address}',
    'help.phone': '📞 {phone}',
    'help.staff': '🗓 /day — ваш день',
    'help.text':
      'Я веду запись: <b>{business}</b>.\n\n📅 /book — выбрать услугу и время\n🗒 /my — ваши записи и их отмена\n🌐 /language — сменить язык\n\nНапоминания приходят сами.',
    'hint.cancel': 'Здесь нечего прерывать. Чтобы отменить визит, откройте его в «Моих записях».',
    'hint.group': 'Напишите мне, пожалуйста, в личные сообщения: запись — дело личное.',
    'hint.group_open': 'Написать лично',
    'hint.link': 'Ссылка ведёт на то, чего у нас уже нет. Выберите, пожалуйста, здесь:',
    'hint.old_menu': 'Это было старое меню. Вот свежее.',
    'hint.text': 'Лучше всего я понимаю кнопки 🙂 Выберите, пожалуйста:',
    'language.choose': 'На каком языке говорим?',
    'language.saved': 'Готово, говорим по-русски',
    'menu.agenda': '🗓 Мой день',
    'menu.back': '‹ Назад',
    'menu.book': '📅 Записаться',
    'menu.bookings': '🗒 Мои записи',
    'menu.greeting': '👋 Здравствуйте! Это <b>{business}</b>.\nПодберём удобное время, это пара нажатий.',
    'menu.home': '🏠 Меню',
    'menu.language': '🌐 Язык · Language',
    'menu.title': '<b>{business}</b>\nЧем помочь?',
    'month.closed': 'В этот день закрыто',
    'month.full': 'В этот день всё занято',
    'month.later': 'На этот день запись ещё не открыта',
    'month.nearest': '⚡ Ближайшее: {day}, {time}',
    'month.none': 'Свободного времени пока нет. Загляните, пожалуйста, позже.',
    'month.past': 'Этот день уже прошёл',
    'month.pick': 'Выберите день.\n🟢 свободно · 🟡 мало мест · 🔴 занято',
    'notice.booking_cancelled': '✖️ <b>Запись отменена</b>',
    'notice.booking_moved': '🔁 <b>Запись перенесена</b>',
    'notice.client_cancelled': '✖️ <b>Ваш визит отменён</b>',
    'notice.client_moved': '🔁 <b>Ваш визит перенесён</b>',
    'notice.hold_expired': '⌛ <b>Время вышло, и мы его отпустили</b>\nЗаписаться можно заново.',
    'notice.moved_away': '🔁 <b>Запись передана другому специалисту</b>: {specialist}',
    'notice.moved_from': 'Было: {day}, {time}, {specialist}',
    'notice.new_booking': '🆕 <b>Новая запись</b>',
    'notice.reminder_day': '⏰ <b>{day} в {time}</b>',
    'notice.reminder_today': '⏰ <b>Сегодня в {time}</b>, {left}',
    'notice.reminder_tomorrow': '⏰ <b>Завтра в {time}</b>',
    'notice.review_request': '💬 <b>Как прошёл визит?</b>\nОцените его, пожалуйста: от одной звезды до пяти.',
    'notice.see_you': 'Ждём вас.',
    'notice.series_clash':
      '⚠️ <b>Серия требует внимания</b>: {count, plural, one {# визит не помещается} few {# визита не помещаются} other {# визитов не помещаются}} в расписание.',
    'notice.series_clash_at': '• {day}, {time}',
    'notice.series_created':
      '🔁 <b>{count, plural, one {Записан # визит серии} few {Записаны # визита серии} other {Записано # визитов серии}}</b>\nПервый:',
    'notice.series_ended':
      '✖️ <b>{count, plural, one {Отменён # визит серии} few {Отменены # визита серии} other {Отменено # визитов серии}}</b>\nПервый:',
    'notice.series_more': '{count, plural, one {… и ещё #} few {… и ещё #} other {… и ещё #}}',
    'notice.series_moved':
      '🔁 <b>{count, plural, one {Перенесён # визит серии} few {Перенесены # визита серии} other {Перенесено # визитов серии}}</b>\nПервый теперь:',
    'problem.unexpected': 'У нас что-то пошло не так. Ничего не потеряно; попробуйте, пожалуйста, ещё раз: /start',
    'refusal.call': 'Позвоните нам, пожалуйста: {phone}',
    'refusal.limit':
      '{limit, plural, one {Одновременно можно иметь не больше # будущей записи.} few {Одновременно можно иметь не больше # будущих записей.} many {Одновременно можно иметь не больше # будущих записей.} other {Одновременно можно иметь не больше # будущих записей.}}',
    'refusal.too_late': 'Отменить здесь можно было до {day}, {time}.',
    'review.first': 'Сначала, пожалуйста, выберите оценку:',
    'review.only_words': 'Отзыв — это слова: напишите их, пожалуйста, в ответ на это сообщение.',
    'review.saved': 'Оценка сохранена',
    'review.thanks': '<b>Спасибо!</b> Ваша оценка: {stars}',
    'review.too_long': 'Это больше {limit} знаков. Пожалуйста, чуть короче.',
    'review.words': 'Хотите добавить пару слов? Ответьте на это сообщение.',
    'review.written': '<b>Спасибо за отзыв!</b> Ваша оценка: {stars}',
    'service.free': 'бесплатно',
    'service.summary': '<b>{name}</b> · {duration} · {price}',
    'services.empty': 'Сейчас записаться не на что. Загляните, пожалуйста, чуть позже.',
    'services.line': '<b>{name}</b>\n{duration} · {price}',
    'services.of': 'На что вас записать? Специалист: <b>{specialist}</b>',
    'services.title': 'На что вас записать?',
    'specialists.any': '✨ Любой специалист',
    'specialists.rated': '{name} · ★ {rating, number}',
    'specialists.title': 'К кому вас записать?',
    'status.cancelled': '✖️ <b>Запись отменена</b>',
    'status.completed': '☑️ <b>Визит состоялся</b>',
    'status.confirmed': '✅ <b>Вы записаны</b>',
    'status.held': '⏳ <b>Время придержано для вас</b>',
    'status.no_show': '🚫 <b>Визит пропущен</b>',
    'status.pending_payment': '⏳ <b>Ждём оплату</b>',
    'taken.gone': '<b>На это время записаться уже нельзя.</b>',
    'taken.nearest': 'Ближайшее свободное время:',
    'taken.other': 'Выберите, пожалуйста, другое время.',
    'taken.title': '😔 <b>Это время только что заняли.</b>',
    'time.zone': 'время: {zone}',
    'waitlist.decline': 'Нет, спасибо',
    'waitlist.empty': 'Вы сейчас ничего не ждёте.',
    'waitlist.free': '😊 <b>Ждать не нужно: есть свободное время.</b>',
    'waitlist.joined': '🔔 <b>Записали вас в лист ожидания.</b>',
    'waitlist.leave': '✖️ {when} · {service}',
    'waitlist.left': 'Больше не ждём',
    'waitlist.line': '• {service}, {when}',
    'waitlist.mine': '🔔 Лист ожидания',
    'waitlist.offer': '🔔 <b>Освободилось время!</b>',
    'waitlist.offered': '⏳ Придержано для вас: {day}, {time}',
    'waitlist.passed': '⌛ <b>Это время предложили следующему.</b>',
    'waitlist.place': '{place, plural, one {Вы первый в очереди.} other {Вы в очереди под номером #.}}',
    'waitlist.promise': 'Как только время освободится, напишу вам и придержу его для вас.',
    'waitlist.take': '✅ Беру',
    'waitlist.tell_me': '🔔 Сообщить, если освободится',
    'waitlist.title': '🔔 <b>Вы ждёте:</b>',
    'waitlist.until': 'Держим его для вас до {time}, потом предложим следующему.',
  },
};
