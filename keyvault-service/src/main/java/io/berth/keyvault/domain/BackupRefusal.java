package io.berth.keyvault.domain;

import io.berth.keyvault.domain.backup.BackupId;
import java.util.UUID;

/** Why a backup was not taken, or not used. */
public sealed interface BackupRefusal extends Refusal {
    /** This instance has no folder for backups. */
    record BackupsOff() implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "backups-off",
                    Sort.CONFLICT,
                    "This instance takes no backups",
                    "berth.keyvault.backup.folder is not set",
                    Refusal.values(),
                    "Set it to a folder that only the service's user may enter, or ask the"
                            + " instance that has one");
        }
    }

    /** The folder, or its disk, does not take or give files. */
    record FolderUnfit(String wrong, String toDo) implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "backup-folder-unfit",
                    Sort.CONFLICT,
                    "The folder for backups cannot be used",
                    wrong,
                    Refusal.values(),
                    toDo);
        }
    }

    /** There is no such file. */
    record UnknownBackup(String backup) implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-backup",
                    Sort.ABSENT,
                    "There is no such backup",
                    "The folder has no backup " + backup,
                    Refusal.values("backup", backup),
                    "GET /api/v1/backups lists them; to use one of elsewhere, put its file there");
        }
    }

    /** The file is not of the form of a backup. */
    record MalformedBackup(BackupId backup, String what) implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "malformed-backup",
                    Sort.RULE,
                    "The file is no backup",
                    "Backup " + backup + ": " + what,
                    Refusal.values("backup", backup.value()),
                    "Take another one; this file was cut short or overwritten");
        }
    }

    /** The content is not what was written. */
    record BackupNotAuthentic(BackupId backup) implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "backup-not-authentic",
                    Sort.RULE,
                    "The backup was changed or cut short",
                    "Backup " + backup + " is not as it was written, from some place on",
                    Refusal.values("backup", backup.value()),
                    "Nothing of it was used. Take another one, and find out what happened to the"
                            + " disk or the folder");
        }
    }

    /** It is of another vault. */
    record BackupOfAnotherVault(BackupId backup, UUID of, UUID own) implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "backup-of-another-vault",
                    Sort.CONFLICT,
                    "The backup is of another vault",
                    "Backup %s is of vault %s; this is vault %s".formatted(backup, of, own),
                    Refusal.values(
                            "backup", backup.value(), "of", of.toString(), "own", own.toString()),
                    "Take the file out of this folder; it can be restored on an empty installation"
                            + " with the root key of its vault");
        }
    }

    /** The root key does not open it. */
    record BackupUnderAnotherRootKey(BackupId backup) implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "backup-under-another-root-key",
                    Sort.CONFLICT,
                    "The root key does not open the backup",
                    "Backup "
                            + backup
                            + " was made under another root key, or its head was changed",
                    Refusal.values("backup", backup.value()),
                    "Start the empty installation with the root key of the vault that the backup is"
                            + " of. Without it nothing in it can be opened");
        }
    }

    /** The database has another form than the backup. */
    record BackupOfAnotherVersion(BackupId backup, String of, String own) implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "backup-of-another-version",
                    Sort.CONFLICT,
                    "The backup is of another version of the service",
                    "Backup %s is of database version %s; this service has %s"
                            .formatted(backup, of, own),
                    Refusal.values("backup", backup.value(), "of", of, "own", own),
                    "Restore it with the version of the service that took it, and upgrade"
                            + " afterwards");
        }
    }

    /** The installation is in use. */
    record VaultNotEmpty(long keysInUse, long rotated) implements BackupRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "vault-not-empty",
                    Sort.CONFLICT,
                    "This vault is in use",
                    "%d keys of this vault have protected records, and %d rings have more than one"
                                    .formatted(keysInUse, rotated)
                            + " key; a restore would lose them",
                    Refusal.values("keysInUse", keysInUse, "rotated", rotated),
                    "Restore on an empty database, with the root key of the vault that the backup"
                            + " is of");
        }
    }
}
