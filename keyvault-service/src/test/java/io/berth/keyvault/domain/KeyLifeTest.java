package io.berth.keyvault.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.Clearance.Need;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyLifeTest {
    private static final RingId RING = new RingId("r");
    private static final KeyVersion KEY = new KeyVersion(3);
    private static final Principal ALICE = new Principal("alice");
    private static final Instant NOON = Instant.parse("2026-03-12T12:00:00Z");
    private static final Duration FLIGHT = Duration.ofMinutes(10);
    private static final Clearance CLEARED = needed("12:11 0");

    private static KeyLife key(KeyState state) {
        return new KeyLife(
                RING,
                KEY,
                state,
                NOON.minus(Duration.ofDays(90)),
                state == KeyState.CURRENT ? null : NOON,
                NOON,
                ALICE,
                state == KeyState.DESTRUCTION_SCHEDULED ? NOON.plus(Duration.ofDays(7)) : null,
                false,
                0);
    }

    /** Counts such as {@code 12:11 0}, or {@code never}, of holders h0, h1 and so on. */
    private static Clearance needed(String... counts) {
        List<HolderCount> holders = new ArrayList<>();
        for (String count : counts) {
            Principal holder = new Principal("h" + holders.size());
            if (count.equals("never")) {
                holders.add(new HolderCount(holder, null, Map.of()));
                continue;
            }
            String[] parts = count.split(" ", -1);
            long records = Long.parseLong(parts[1]);
            holders.add(
                    new HolderCount(
                            holder,
                            Instant.parse("2026-03-12T" + parts[0] + ":00Z"),
                            records == 0
                                    ? Map.of(new KeyVersion(4), 5L)
                                    : Map.of(KEY, records, new KeyVersion(4), 5L)));
        }
        return Clearance.of(KEY, NOON, FLIGHT, holders);
    }

    @ParameterizedTest
    @EnumSource
    void eachActIsForSomeStatesAndNamesThemToTheOthers(KeyAct act) {
        Map<KeyAct, Set<KeyState>> legal = new EnumMap<>(KeyAct.class);
        legal.put(KeyAct.DISABLE, EnumSet.of(KeyState.OPENS_ONLY));
        legal.put(KeyAct.ENABLE, EnumSet.of(KeyState.DISABLED));
        legal.put(KeyAct.SCHEDULE_DESTRUCTION, EnumSet.of(KeyState.OPENS_ONLY, KeyState.DISABLED));
        legal.put(KeyAct.CANCEL_DESTRUCTION, EnumSet.of(KeyState.DESTRUCTION_SCHEDULED));
        legal.put(KeyAct.DESTROY, EnumSet.of(KeyState.DESTRUCTION_SCHEDULED));
        for (KeyState state : KeyState.values()) {
            Outcome<KeyLife> outcome = key(state).after(act, NOON, ALICE);

            if (legal.getOrDefault(act, Set.of()).contains(state)) {
                assertThat(outcome).isInstanceOf(Outcome.Done.class);
                assertThat(((Outcome.Done<KeyLife>) outcome).value().state()).isEqualTo(act.to());
            } else if (state == KeyState.DESTROYED) {
                assertThat(outcome)
                        .isEqualTo(new Outcome.Refused<>(new KeyRefusal.KeyClosed(key(state))));
            } else {
                assertThat(outcome)
                        .isEqualTo(
                                new Outcome.Refused<>(
                                        new KeyRefusal.KeyActIllegal(RING, KEY, act, state)));
            }
        }
    }

    @Test
    void onlyKeysThatNothingWasDoneToOpen() {
        assertThat(KeyState.values())
                .filteredOn(KeyState::opens)
                .containsExactly(KeyState.CURRENT, KeyState.OPENS_ONLY);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "12:11 0, NONE",
                "12:10 0, COUNTED_TOO_EARLY", // Not later than replaced plus flight.
                "11:00 0, COUNTED_TOO_EARLY",
                "13:00 1, HAS_RECORDS",
                "11:00 1, HAS_RECORDS",
                "never,   NEVER_COUNTED"
            })
    void aCountClearsAKeyOnlyWhenItIsZeroAndLateEnough(String count, Need need) {
        Clearance needed = needed(count, "12:30 0");

        assertThat(needed.standings())
                .extracting(Clearance.Standing::need)
                .containsExactly(need, Need.NONE);
        assertThat(needed.cleared()).isEqualTo(need == Need.NONE);
        assertThat(needed.countFrom()).isEqualTo(NOON.plus(FLIGHT));
    }

    @Test
    void aKeyThatProtectsIsNeverCleared() {
        Clearance needed =
                Clearance.of(
                        KEY,
                        null,
                        FLIGHT,
                        List.of(new HolderCount(ALICE, NOON.plus(FLIGHT), Map.of())));

        assertThat(needed.cleared()).isFalse();
    }

    @Test
    void isScheduledWhenNobodyNeedsIt() {
        Outcome<KeyLife> outcome =
                key(KeyState.OPENS_ONLY).scheduled(CLEARED, false, NOON, Duration.ofDays(7), ALICE);

        assertThat(outcome).isEqualTo(new Outcome.Done<>(key(KeyState.DESTRUCTION_SCHEDULED)));
    }

    @Test
    void isNotScheduledWhileSomebodyNeedsItUnlessForced() {
        Clearance needed = needed("12:11 17", "never", "12:11 0");
        KeyLife key = key(KeyState.DISABLED);

        assertThat(key.scheduled(needed, false, NOON, Duration.ofDays(7), ALICE))
                .isEqualTo(new Outcome.Refused<>(new KeyRefusal.KeyStillNeeded(RING, KEY, needed)));
        Outcome<KeyLife> forced = key.scheduled(needed, true, NOON, Duration.ofDays(7), ALICE);
        assertThat(forced).isInstanceOf(Outcome.Done.class);
        KeyLife scheduled = ((Outcome.Done<KeyLife>) forced).value();
        assertThat(scheduled.forced()).isTrue();
        assertThat(scheduled.after(KeyAct.DESTROY, NOON, ALICE))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(((KeyLife) done.value()).forced()).isTrue());
        Refusal.Wording wording = new KeyRefusal.KeyStillNeeded(RING, KEY, needed).wording();
        assertThat(wording.detail())
                .isEqualTo(
                        "17 records are counted under key 3 of ring r; 2 of 3 holders have not"
                                + " counted zero after 2026-03-12T12:10:00Z");
        assertThat(holders(wording))
                .extracting(holder -> holder.get("need"))
                .containsExactly("HAS_RECORDS", "NEVER_COUNTED", "NONE");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> holders(Refusal.Wording wording) {
        return (List<Map<String, @Nullable Object>>)
                java.util.Objects.requireNonNull(wording.values().get("holders"));
    }

    @Test
    void whatOpensNothingSaysSinceWhenAndByWhom() {
        Refusal.Wording destroyed = new KeyRefusal.KeyClosed(key(KeyState.DESTROYED)).wording();
        Refusal.Wording disabled = new KeyRefusal.KeyClosed(key(KeyState.DISABLED)).wording();

        assertThat(destroyed.code()).isEqualTo("key-destroyed");
        assertThat(destroyed.detail())
                .isEqualTo("Key 3 of ring r was destroyed on 2026-03-12T12:00:00Z by alice");
        assertThat(disabled.code()).isEqualTo("key-disabled");
        assertThat(disabled.detail())
                .isEqualTo("Key 3 of ring r was disabled on 2026-03-12T12:00:00Z by alice");
        assertThat(disabled.hint()).contains("/api/v1/rings/r/keys/3/enable");
    }

    @Test
    void rulesOfARingChangeAsAWholeAndAgainstTheirRevision() {
        Ring ring = new Ring(RING, KEY, List.of(ALICE));
        RingRules rules = new RingRules(List.of(), new KeyVersion(3), Duration.ofDays(1), 1L);

        assertThat(ring.under(rules))
                .isEqualTo(
                        new Outcome.Done<>(
                                new Ring(RING, KEY, List.of(), KEY, Duration.ofDays(1), 2)));
        assertThat(ring.under(new RingRules(List.of(), KeyVersion.FIRST, Duration.ofDays(1), 2L)))
                .isEqualTo(new Outcome.Refused<>(new Refusal.RevisionStale(RING, 2, 1)));
        assertThat(
                        ring.under(
                                new RingRules(
                                        List.of(), new KeyVersion(4), Duration.ofDays(1), null)))
                .isEqualTo(
                        new Outcome.Refused<>(
                                new Refusal.MinimumAboveCurrent(RING, new KeyVersion(4), KEY)));
    }
}
