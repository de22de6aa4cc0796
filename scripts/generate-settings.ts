import { readFile } from 'node:fs/promises';
import { type Rule, settings } from '../apps/server/src/config.ts';

type Name = keyof typeof settings.shape;
type Table = { readonly path: string; readonly heading: string; readonly meanings: Readonly<Record<Name, string>> };

const ROOT = new URL('../', import.meta.url);
const OPEN = '<!-- settings -->';
const CLOSE = '<!-- /settings -->';

const names = Object.keys(settings.shape) as Name[];

/** The schema's own descriptions, which are English. */
const english = Object.fromEntries(names.map((name) => [name, settings.shape[name].description ?? ''])) as Record<
  Name,
  string
>;

/** A setting without a line here does not compile. */
const russian: Readonly<Record<Name, string>> = {
  PORT: 'Порт, на котором отвечает сервер; 0 — любой свободный',
  HOST: 'Адрес, на котором он отвечает; если не задан: в демо 127.0.0.1, иначе все адреса (0.0.0.0)',
  PUBLIC_URL: 'Адрес, по которому сервер доступен Телеграму и браузерам; с ним боты работают через вебхуки, а демо нет',
  CORS_ORIGINS:
    'Другие сайты, чьи страницы могут обращаться к API от имени тех, кто их читает; никогда `*` (`docs/sign-in.md`)',
  DATA_DIR: 'Папка встроенной базы данных и созданных ключей',
  DATABASE_URL:
    'Свой сервер PostgreSQL, 15 или новее, или несколько, из которых один принимает изменения: `host1:5432,host2:5432` (`docs/processes.md`); если не задан — встроенный',
  DATABASE_POOL_URL:
    'Та же база через пул транзакций, например PgBouncer (`docs/scaling.md`), — для запросов; чему нужен собственный сеанс, идёт в `DATABASE_URL`',
  DATABASE_READ_URL:
    'Резервный сервер (standby): свободное время, которое только показывают, берут оттуда (`docs/scaling.md`)',
  DATABASE_READ_LAG_MS:
    'На сколько миллисекунд резервный сервер может отставать; если отстал больше, туда не обращаются',
  REDIS_URL:
    'Сервер Redis для того, что живёт недолго (`docs/redis.md`), и для событий напоминаний (`docs/assistants.md`), или несколько адресов кластера через запятую; если не задан, этим тоже занимается PostgreSQL',
  ROLES: 'Чем занят этот процесс: `gateway` (HTTP), `bot` (Телеграм), `worker` (уведомления)',
  TELEGRAM_BOT_TOKEN: 'Бот одного заведения, для самой простой установки; если не задан — демо с эмулятором',
  TELEGRAM_API_ROOT: 'Где находится Bot API: прокси, собственный сервер или эмулятор',
  TELEGRAM_BOT_API_KEY:
    'Служебный ключ, который программы передают в `X-Service-Key`; на время замены — два через запятую',
  BACKEND_URL: 'Для бота на другой машине (`docs/far-bot.md`): где его сервер; https или адрес этой же машины',
  BACKEND_API_KEY: 'Служебный ключ, с которым он спрашивает: один из `TELEGRAM_BOT_API_KEY` того сервера',
  LIMIT_BOOKINGS:
    'Как часто один человек может пытаться занять время: `3/10` — 3 раза за 10 секунд; `off` — без ограничения',
  LIMIT_MESSAGES: 'То же для сообщений боту',
  LIMIT_TAPS: 'То же для всех остальных нажатий',
  LIMIT_ADDRESS: 'Сколько запросов без ключа может прислать один адрес, и сколько раз можно прийти с неверным',
  LIMIT_KEY: 'Сколько запросов может прислать ассистент с одним ключом',
  LIMIT_TENANT: 'Сколько запросов по HTTP может прийти для одного заведения',
  TRUSTED_PROXIES: 'Прокси, которым верят в `X-Forwarded-For`: адреса или сети, например `10.0.0.0/8`, через запятую',
  WORK_AT_ONCE:
    'Сколько запросов процесс выполняет одновременно, остальные ждут. Соединений с базой данных на четыре больше',
  WORK_AT_ONCE_TENANT: 'Сколько из них может быть для одного заведения',
  LEAVE_MS:
    'Сколько миллисекунд процесс, которому велели остановиться, ещё принимает запросы, чтобы прокси успели об этом узнать, и столько же потом отвечает тем, кто держит соединение (`docs/processes.md`); демо останавливается сразу',
  WORK_WAIT_MS: 'Сколько миллисекунд запрос ждёт своей очереди, прежде чем получит отказ 503',
  ADMIN_IDS: 'Идентификаторы Телеграма тех, кто управляет заведением бота `TELEGRAM_BOT_TOKEN`',
  ENCRYPTION_KEY: 'Ключ, которым запечатаны секреты в базе; если не задан — `DATA_DIR/encryption.key`, создаётся сам',
  BACKUP_DIR: 'Папка резервных копий (`docs/backup.md`); если не задана — `DATA_DIR/backups`',
  BACKUP_KEEP_DAYS: 'Сколько дней хранится каждая ежедневная копия',
  BACKUP_KEEP_WEEKS: 'Сколько недель хранится первая копия каждой недели; 0 — не дольше остальных',
  BACKUP_TIME_ZONE: 'Где должно быть 03:00, когда делается ежедневная копия',
  BACKUP_KEY: 'Ключ, которым запираются копии; держите его не рядом с ними. Если не задан, они не заперты',
  BACKUP_DAILY:
    'Делает ли этот процесс (`worker`) ежедневную копию; если процессов несколько, `off` у всех, кроме одного',
  BACKUP_S3_URL:
    'S3-совместимое хранилище, куда попадает каждая копия: `https://КЛЮЧ:СЕКРЕТ@сервер/bucket/папка?region=…`; `/` и `+` в ключе пишутся `%2F` и `%2B`',
  METRICS_TOKEN:
    'Что Prometheus показывает как `Authorization: Bearer …`, чтобы читать `/metrics` (`docs/monitoring.md`); если не задан, `/metrics` нет',
  SENTRY_DSN: 'Куда сообщается о сбоях программы (`docs/monitoring.md#sentry`); если не задан — только в журнал',
  SENTRY_ENVIRONMENT: 'Как Sentry называет эту установку',
  OTEL_EXPORTER_OTLP_ENDPOINT:
    'Сборщик OpenTelemetry, который получает трассировки по HTTP (`docs/monitoring.md#traces`); если не задан, их нет',
  OTEL_EXPORTER_OTLP_HEADERS: 'Заголовки, которых хочет сборщик: `имя=значение` через запятую',
  OTEL_SERVICE_NAME: 'Как эту установку называют трассировки',
  OTEL_TRACES_SAMPLER: 'Какие запросы прослеживаются: с `parentbased_traceidratio` — доля из `OTEL_TRACES_SAMPLER_ARG`',
  OTEL_TRACES_SAMPLER_ARG: 'Прослеживаемая доля: `0.1` — каждый десятый',
  LOG_LEVEL: 'Что попадает в журнал',
};

const TABLES: readonly Table[] = [
  { path: 'README.md', heading: '| Name | Default | Meaning |', meanings: english },
  { path: 'README.ru.md', heading: '| Имя | По умолчанию | Что значит |', meanings: russian },
];

const isRule = (value: unknown): value is Rule => typeof value === 'object' && value !== null && 'max' in value;

/** What a setting is when nobody gives it, as one would write it; empty when it is then simply absent. */
export const defaultOf = (name: Name): string => {
  const value: unknown = settings.shape[name].safeParse(undefined).data;
  const text = Array.isArray(value)
    ? value.join(',')
    : isRule(value)
      ? `${value.max}/${value.seconds}`
      : String(value ?? '');
  return text === '' ? '' : `\`${text}\``;
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

const render = ({ heading, meanings }: Table): string =>
  [
    heading,
    '|---|---|---|',
    ...names.map((name) => `| \`${name}\` | ${defaultOf(name)} | ${cell(meanings[name])} |`),
  ].join('\n');

/** `text` with everything between the two markers replaced. Throws an Error that names the file when they are not there. */
export const replaceTable = (path: string, text: string, table: string): string => {
  const [before, rest, ...more] = text.split(OPEN);
  const [, after, ...others] = (rest ?? '').split(CLOSE);
  if (before === undefined || after === undefined || more.length + others.length > 0)
    throw new Error(`${path}: needs ${OPEN} and ${CLOSE} once each, in this order`);
  return `${before}${OPEN}\n\n${table}\n\n${CLOSE}${after}`;
};

/** Both READMEs with the table of settings as the program's schema has it; paths are relative to the repository. */
export const generateSettings = (): Promise<{ path: string; content: string }[]> =>
  Promise.all(
    TABLES.map(async (table) => ({
      path: table.path,
      content: replaceTable(table.path, await readFile(new URL(table.path, ROOT), 'utf8'), render(table)),
    })),
  );
