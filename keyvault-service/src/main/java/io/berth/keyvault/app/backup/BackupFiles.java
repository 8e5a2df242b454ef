package io.berth.keyvault.app.backup;

import io.berth.keyvault.app.KeyvaultConfig;
import io.berth.keyvault.crypto.OwnerOnly;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.domain.BackupRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.backup.Backup;
import io.berth.keyvault.domain.backup.BackupId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The folder of the backups: only the service's user may enter it. Each backup is a file that is
 * there whole or not at all. Other files in it are left alone.
 */
@ApplicationScoped
class BackupFiles {
    private static final Logger LOG = Logger.getLogger(BackupFiles.class);
    private static final String SUFFIX = ".backup";

    /** Most files that are looked at; with more, the newest by name. */
    private static final int MAX_FILES = 10_000;

    private final Optional<Path> folder;
    private final OwnerOnly files = new OwnerOnly();

    BackupFiles(KeyvaultConfig config) {
        this.folder = config.backup().folder().map(path -> path.toAbsolutePath().normalize());
    }

    /** Whether there is a folder at all. */
    boolean on() {
        return folder.isPresent();
    }

    /** Does something in the folder. */
    @FunctionalInterface
    private interface Use<T> {
        Outcome<T> in(Path folder) throws IOException;
    }

    private <T> Outcome<T> use(Use<T> use) {
        if (folder.isEmpty()) {
            return new Outcome.Refused<>(new BackupRefusal.BackupsOff());
        }
        Path path = folder.get();
        try {
            files.makeFolder(path);
            Optional<OwnerOnly.Fault> fault = files.fault(path, OwnerOnly.Kind.FOLDER);
            return fault.isPresent()
                    ? new Outcome.Refused<>(
                            new BackupRefusal.FolderUnfit(fault.get().wrong(), fault.get().toDo()))
                    : use.in(path);
        } catch (IOException e) {
            LOG.warnf(e, "the folder %s for backups", path);
            return new Outcome.Refused<>(
                    new BackupRefusal.FolderUnfit(
                            "%s: %s".formatted(path, e.getClass().getSimpleName()),
                            "See the log; is the disk full, or the folder not the service"
                                    + " user's?"));
        }
    }

    /** The ids of all files, the newest first, whatever is in them. */
    Outcome<List<BackupId>> ids() {
        return use(path -> new Outcome.Done<>(ids(path)));
    }

    private static List<BackupId> ids(Path folder) throws IOException {
        List<BackupId> ids = new ArrayList<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX)) {
                    try {
                        ids.add(new BackupId(name.substring(0, name.length() - SUFFIX.length())));
                    } catch (IllegalArgumentException e) {
                        LOG.debugf("%s is no backup of ours", file);
                    }
                }
            }
        }
        return ids.stream().sorted((a, b) -> b.compareTo(a)).limit(MAX_FILES).toList();
    }

    /** What the files say of themselves, the newest first; those that say nothing are left out. */
    Outcome<List<Backup>> list() {
        return use(path -> {
            List<Backup> backups = new ArrayList<>();
            for (BackupId id : ids(path)) {
                Path file = file(path, id);
                if (BackupForm.head(file, id)
                        instanceof Outcome.Done<BackupForm.Head>(BackupForm.Head head)) {
                    backups.add(head.backup(Files.size(file)));
                }
            }
            return new Outcome.Done<>(backups);
        });
    }

    /** Writes a file; answers its length. */
    Outcome<Long> write(BackupId id, OwnerOnly.Content content) {
        return use(path -> {
            files.createIfAbsent(file(path, id), content);
            return new Outcome.Done<>(Files.size(file(path, id)));
        });
    }

    /** What a file says of itself; not yet proven. */
    Outcome<BackupForm.Head> head(BackupId id) {
        return use(path -> present(path, id) ? BackupForm.head(file(path, id), id) : unknown(id));
    }

    /** All that a file holds. */
    Outcome<BackupForm.Content> read(BackupId id, RootKey root) {
        return use(path ->
                present(path, id) ? BackupForm.read(file(path, id), id, root) : unknown(id));
    }

    /** Removes a file. */
    Outcome<BackupId> remove(BackupId id) {
        return use(path -> {
            files.remove(file(path, id));
            return new Outcome.Done<>(id);
        });
    }

    private static boolean present(Path folder, BackupId id) {
        return Files.isRegularFile(file(folder, id), LinkOption.NOFOLLOW_LINKS);
    }

    private static Path file(Path folder, BackupId id) {
        return folder.resolve(id.value() + SUFFIX);
    }

    private static <T> Outcome<T> unknown(BackupId id) {
        return new Outcome.Refused<>(new BackupRefusal.UnknownBackup(id.value()));
    }
}
