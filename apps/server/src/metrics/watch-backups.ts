import type { BackupState } from '../backup/state.ts';
import type { Instruments } from './instruments.ts';

/** How the daily backups stand; 0 for what has never been. A folder that cannot be read leaves the numbers as they were. */
export const watchBackups = (
  { gauge, before }: Instruments,
  read: () => Promise<BackupState>,
  onError: (error: unknown) => void,
): void => {
  const made = gauge('okno_backup_last_success_timestamp_seconds', 'As of when the newest sound backup is');
  const verified = gauge('okno_backup_last_verified_timestamp_seconds', 'When a backup was last brought back whole');
  const copied = gauge('okno_backup_last_copied_timestamp_seconds', 'When one was last copied to S3 storage');
  const failed = gauge('okno_backup_last_failure_timestamp_seconds', 'When one has failed, unless one went well since');
  const bytes = gauge('okno_backup_last_bytes', 'Size of the newest sound backup');
  before(async () => {
    try {
      const state = await read();
      made.set((state.checked?.made_at ?? 0) / 1000);
      verified.set((state.checked?.at ?? 0) / 1000);
      copied.set((state.copied?.at ?? 0) / 1000);
      failed.set((state.failing?.at ?? 0) / 1000);
      bytes.set(state.checked?.bytes ?? 0);
    } catch (error) {
      onError(error);
    }
  });
};
