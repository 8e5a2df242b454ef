package io.berth.keyvault.domain.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.contracts.ids.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final UUID VAULT = UUID.fromString("7f2c1d7e-6a43-4f6e-9d58-0f6a2b1c3d4e");

    private static final Principal ITSELF = new Principal("keyvault");

    private static Backup at(String time) {
        return at(time, ITSELF);
    }

    private static Backup at(String time, Principal by) {
        Instant takenAt = Instant.parse(time);
        return new Backup(BackupId.at(takenAt, 7), VAULT, takenAt, by, "7", 1, 1, 1, 1);
    }

    @Test
    void ofEachPeriodTheNewestStaysAndOfThoseTheNewest() {
        Backup monday = at("2026-03-09T09:00:00Z");
        Backup mondayLater = at("2026-03-09T18:00:00Z");
        Backup tuesday = at("2026-03-10T03:00:00Z");
        Backup thursday = at("2026-03-12T03:00:00Z");
        List<Backup> all = List.of(thursday, monday, tuesday, mondayLater);

        assertThat(Retention.surplus(all, ITSELF, DAY, 2)).containsExactly(monday, mondayLater);
        assertThat(Retention.surplus(all, ITSELF, DAY, 3)).containsExactly(monday);
        assertThat(Retention.surplus(List.of(), ITSELF, DAY, 3)).isEmpty();
    }

    @Test
    void aBusyDayDoesNotPushOlderDaysOut() {
        Backup yesterday = at("2026-03-09T23:00:00Z");
        List<Backup> today =
                IntStream.range(0, 60)
                        .mapToObj(minute -> at("2026-03-10T09:%02d:00Z".formatted(minute)))
                        .toList();
        List<Backup> all = Stream.concat(Stream.of(yesterday), today.stream()).toList();

        assertThat(Retention.surplus(all, ITSELF, DAY, 14)).isEqualTo(today.subList(0, 59));
    }

    @Test
    void aBackupThatSomebodyAskedForIsNotReplacedByALaterOne() {
        Principal alice = new Principal("alice");
        Backup early = at("2026-03-10T08:00:00Z", alice);
        Backup asked = at("2026-03-10T09:00:00Z", alice);
        Backup first = at("2026-03-10T09:01:00Z");
        Backup later = at("2026-03-10T09:02:00Z");
        List<Backup> all = List.of(later, asked, first, early);

        assertThat(Retention.surplus(all, ITSELF, DAY, 2)).containsExactly(first);
        assertThat(Retention.surplus(all, ITSELF, DAY, 1)).containsExactly(early, first);
    }

    @Test
    void anIdTellsWhenAndSortsByTime() {
        BackupId id = BackupId.at(Instant.parse("2026-03-14T09:26:53.9Z"), 0x0a1b2c3d);

        assertThat(id.value()).isEqualTo("20260314T092653Z-0a1b2c3d");
        assertThat(id).isLessThan(BackupId.at(Instant.parse("2026-03-14T09:26:54Z"), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "../root", "20260314T092653Z-0A1B2C3D", "20260314T092653Z-0a1b2c3d/"})
    void whatIsNoIdIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BackupId(text));
    }
}
