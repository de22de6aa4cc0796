import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Traces } from './traces.ts';

/** What follows requests for a collector of OpenTelemetry; null when nobody collects, and then nothing of it is loaded. */
export const openTraces = async (config: Config, log: Logger): Promise<Traces | null> => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT } = config;
  if (OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return null;
  const { openOtel } = await import('./otel.ts');
  return openOtel({ config: { ...config, OTEL_EXPORTER_OTLP_ENDPOINT }, onSent: tellOfCollector(log) });
};

/** Each attempt to send fails anew: the log is told of the first, and of the end. */
export const tellOfCollector = (log: Pick<Logger, 'info' | 'warn'>): ((taken: boolean) => void) => {
  let away = false;
  return (taken) => {
    if (taken === !away) return;
    away = !taken;
    if (away) log.warn({ event: 'traces_away' }, 'the collector does not take traces; they are lost, and nothing else');
    else log.info({ event: 'traces_back' }, 'the collector takes traces again');
  };
};
