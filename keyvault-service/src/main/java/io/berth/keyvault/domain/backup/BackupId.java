package io.berth.keyvault.domain.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A backup's id, which is the name of its file too: the second at which it was taken (UTC) and
 * eight random digits. In the order of texts the newest is the last.
 */
public record BackupId(String value) implements Comparable<BackupId> {
    private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}");

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /**
     * @throws IllegalArgumentException when it is none
     */
    public BackupId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a backup's id is of the form 20261123T040102Z-0a1b2c3d");
        }
    }

    /**
     * The id of a backup that is taken now.
     *
     * @param random tells it from another one of the same second
     */
    public static BackupId at(Instant now, int random) {
        return new BackupId(SECOND.format(now) + "-%08x".formatted(random));
    }

    @Override
    public int compareTo(BackupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
