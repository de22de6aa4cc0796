export { type Aside, createAside } from './aside.ts';
export { type Auditor, createAuditor } from './auditor.ts';
export { type Backend, createBackend, type WrongKey } from './backend.ts';
export { createAlarm } from './db/alarm.ts';
export { dumpDatabase } from './db/backup/dump.ts';
export { type Loaded, loadDatabase } from './db/backup/load.ts';
export { BackupError, type BackupPart } from './db/backup/parts.ts';
export { oneBackupAtATime } from './db/backup/turns.ts';
export { inspectSchema, type SchemaReport } from './db/inspect.ts';
export {
  type ConnectedProcess,
  countBots,
  inspectServer,
  inspectTimetable,
  listProcesses,
  PROCESS_PREFIX,
  type ServerReport,
} from './db/inspect-server.ts';
export { type Ear, type Hearers, listenForEvents } from './db/listen.ts';
export { fingerprint, MigrationError, migrate, readMigrations } from './db/migrate.ts';
export { MovingError, moveTenant } from './db/moving/move.ts';
export { type Connection, createPool } from './db/pool.ts';
export { checkSameDatabase, PoolerError } from './db/pooler.ts';
export { watchStandby } from './db/standby.ts';
export {
  type ClockOffset,
  createAcrossTenants,
  createInTenant,
  createLookInTenant,
  type InTenant,
  type Tx,
} from './db/tx.ts';
export type { DatabaseWatch } from './db/watch.ts';
export { seedDemo } from './demo.ts';
export { DEMO_NAME_EN, DEMO_OWNER, DEMO_PERSON, DEMO_SPECIALISTS, DEMO_TENANT } from './demo-content.ts';
export { createDueEngine, type DueEngine, type DueJobs, type DueStats } from './due.ts';
export { createDueStore, type DueGauges } from './due-store.ts';
export { createJobs } from './jobs.ts';
export { createPostgresKeyValue } from './kv/postgres.ts';
export { startSweeping } from './kv/sweep.ts';
export { createMend, type Mended } from './mend.ts';
export type { AssistantKey, KeyFinder } from './modules/assistants/index.ts';
export { readAnchor, startSealing, writeAnchor } from './modules/audit/index.ts';
export { createCalendarReader } from './modules/calendars/index.ts';
export type { FetchCalendar, Fetched } from './modules/calendars/jobs.ts';
export type { FindProgram } from './modules/programs/index.ts';
export type { Wire } from './modules/reminders/jobs.ts';
export type { FindSession } from './modules/sessions/index.ts';
export type { BotReport } from './modules/tenants/index.ts';
export { type BotAccess, type BotIdentity, createOperator, type FarBotAccess, type Operator } from './operator.ts';
export type { Outcall } from './outcall.ts';
export { createSecrets, keyId, type Secrets } from './secrets.ts';
export { tellsVersion, versionOf } from './versions.ts';
