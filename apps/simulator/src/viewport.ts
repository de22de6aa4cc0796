/**
 * Tells the style sheets how high the visible part of the page is. Browsers that do not shrink the page for the
 * phone's keyboard would hide the composer behind it otherwise.
 */
export const followViewport = (): void => {
  const view = window.visualViewport;
  if (!view) return;
  const update = () => {
    document.documentElement.style.setProperty('--page-height', `${Math.round(view.height)}px`);
    // Safari scrolls the whole page to show a focused field; here only the log may scroll.
    if (view.offsetTop > 0) window.scrollTo(0, 0);
  };
  view.addEventListener('resize', update);
  view.addEventListener('scroll', update);
  update();
};
