package io.berth.keyvault.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChainWalkTest {
    private static final Instant AT = Instant.parse("2026-03-12T12:00:00Z");

    /** No cryptography: what matters here is what is bound to what. */
    private static String hash(String before, AuditEntry entry) {
        return Integer.toHexString(
                (before + entry.sequence() + entry.payload() + entry.principal()).hashCode());
    }

    private static List<AuditEntry> trail(int entries) {
        List<AuditEntry> trail = new ArrayList<>();
        String before = ChainHead.BEFORE_FIRST;
        for (int i = 1; i <= entries; i++) {
            AuditEntry entry =
                    new AuditEntry(i, "id-" + i, "t", "r", "alice", AT, "payload-" + i, "");
            before = hash(before, entry);
            trail.add(entry.hashed(before));
        }
        return trail;
    }

    private static AuditEntry edited(AuditEntry entry, String payload) {
        return new AuditEntry(
                entry.sequence(),
                entry.eventId(),
                entry.type(),
                entry.ring(),
                entry.principal(),
                entry.at(),
                payload,
                entry.hash());
    }

    private static ChainHead head(List<AuditEntry> trail) {
        AuditEntry last = trail.getLast();
        return ChainHead.NEW.at(last.sequence(), last.hash());
    }

    private static List<Finding> findings(
            List<AuditEntry> trail, ChainHead head, Map<Long, String> published) {
        ChainWalk walk = new ChainWalk(ChainWalkTest::hash, 0, ChainHead.BEFORE_FIRST, published);
        trail.forEach(walk::take);
        walk.end(head);
        return walk.findings();
    }

    @Test
    void aTrailAsItWasWrittenIsWhole() {
        List<AuditEntry> trail = trail(50);

        assertThat(findings(trail, head(trail), Map.of(50L, trail.getLast().hash()))).isEmpty();
    }

    @Test
    void namesEachPlaceThatIsWrongAndNoOther() {
        List<AuditEntry> trail = trail(9);
        ChainHead head = head(trail);
        List<AuditEntry> wrong = new ArrayList<>(trail);
        wrong.set(3, edited(wrong.get(3), "another"));
        String eight = wrong.get(7).payload();
        wrong.set(7, edited(wrong.get(7), wrong.get(8).payload()));
        wrong.set(8, edited(wrong.get(8), eight));
        wrong.remove(5);

        assertThat(findings(wrong, head, Map.of()))
                .containsExactly(
                        new Finding.Altered(4),
                        new Finding.Missing(6, 6),
                        new Finding.Altered(8),
                        new Finding.Altered(9));
    }

    @Test
    void anEndThatIsCutOffShowsInTheHeadOrInWhatTheTopicWasTold() {
        List<AuditEntry> trail = trail(9);
        List<AuditEntry> cut = trail.subList(0, 6);

        assertThat(findings(cut, head(trail), Map.of())).containsExactly(new Finding.Missing(7, 9));
        assertThat(findings(cut, head(cut), Map.of(8L, trail.get(7).hash())))
                .containsExactly(new Finding.CutOff(6, 8));
        assertThat(findings(trail, head(cut), Map.of())).containsExactly(new Finding.Beyond(9, 6));
    }

    @Test
    void aWholeNewTrailContradictsWhatTheTopicWasTold() {
        List<AuditEntry> trail = trail(9);
        List<AuditEntry> forged = new ArrayList<>();
        String before = ChainHead.BEFORE_FIRST;
        for (AuditEntry entry : trail) {
            AuditEntry other = edited(entry, entry.payload().replace("payload-5", "nothing"));
            before = hash(before, other);
            forged.add(other.hashed(before));
        }

        assertThat(findings(forged, head(forged), Map.of(4L, trail.get(3).hash()))).isEmpty();
        assertThat(findings(forged, head(forged), Map.of(7L, trail.get(6).hash())))
                .containsExactly(new Finding.Contradicted(7));
    }

    @Test
    void everyRandomChangeIsFound() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<AuditEntry> trail = trail(2 + random.nextInt(30));
            ChainHead head = head(trail);
            Map<Long, String> published = new HashMap<>();
            published.put(head.sequence(), head.hash());
            List<AuditEntry> wrong = new ArrayList<>(trail);
            int at = random.nextInt(wrong.size());
            switch (random.nextInt(4)) {
                case 0 -> wrong.set(at, edited(wrong.get(at), "x"));
                case 1 -> wrong.remove(at);
                case 2 -> {
                    int other = (at + 1) % wrong.size();
                    String payload = wrong.get(at).payload();
                    wrong.set(at, edited(wrong.get(at), wrong.get(other).payload()));
                    wrong.set(other, edited(wrong.get(other), payload));
                }
                default -> Collections.swap(wrong, at, (at + 1) % wrong.size());
            }

            assertThat(findings(wrong, head, published)).as("seed %d", seed).isNotEmpty();
        }
    }
}
