package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.MonitorTick;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.QuarantineLifted;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the fold once more, written to be obviously right: it keeps every accepted beat and
 * every moment of every hold, derives all from those lists each time, and says what it finds in the
 * text of {@link FoldRun}. Times in milliseconds since the scenario's start.
 */
final class SlowFold {
    private record Accepted(HostBeat beat, long at) {}

    private enum Judgement {
        NONE,
        SUSPECT,
        ISOLATED,
        UNREACHABLE,
        FAILED
    }

    private static final class Host {
        final List<Accepted> beats = new ArrayList<>();
        Judgement judgement = Judgement.NONE;
        boolean maintenance;
        boolean overdue;
        final List<Long> failures = new ArrayList<>();
        @Nullable Long quarantinedUntil;
        final List<Long> distances = new ArrayList<>();
        boolean skewed;

        Optional<Accepted> last() {
            return beats.isEmpty() ? Optional.empty() : Optional.of(beats.getLast());
        }

        /** By definition: over the beats of the last boot, with the fold's bounded memory. */
        long confirmedAt() {
            long boot = beats.getLast().beat().boot().value();
            List<Accepted> life =
                    beats.stream().filter(b -> b.beat().boot().value() == boot).toList();
            long confirmed = life.getFirst().at();
            long highestAck = 0;
            for (int i = 0; i < life.size(); i++) {
                long ack = life.get(i).beat().acknowledged();
                for (int j = Math.max(0, i - UnconfirmedBeats.CAPACITY); j < i; j++) {
                    if (life.get(j).beat().sequence() <= Math.max(ack, highestAck)) {
                        confirmed = Math.max(confirmed, life.get(j).at());
                    }
                }
                highestAck = Math.max(highestAck, ack);
            }
            return confirmed;
        }

        /** What the newest beat of the last boot says that says anything. */
        boolean hears(HostId peer) {
            long boot = beats.getLast().beat().boot().value();
            for (Accepted accepted : beats.reversed()) {
                List<HostId> said = accepted.beat().hears();
                if (accepted.beat().boot().value() != boot) {
                    return false;
                }
                if (said != null) {
                    return said.contains(peer);
                }
            }
            return false;
        }

        boolean excused(long now) {
            Duration absence = beats.getLast().beat().backWithin();
            return absence != null && now < beats.getLast().at() + absence.toMillis();
        }

        String expected(long now) {
            return maintenance
                    ? " expected=MAINTENANCE"
                    : excused(now) ? " expected=AGENT_RESTART" : "";
        }

        long lease() {
            Duration told = beats.getLast().beat().lease();
            return told == null ? 3500 : told.toMillis();
        }

        long highestTenure() {
            return beats.stream().mapToLong(b -> b.beat().tenure().value()).max().orElse(0);
        }
    }

    private static final class Domain {
        final DomainId id;
        long revision = -1;
        final List<DetectionSet> settings = new ArrayList<>();
        Map<HostId, Host> hosts = new LinkedHashMap<>();
        final List<Long> majoritySilentAt = new ArrayList<>();
        @Nullable Long heldSince;

        Domain(DomainId id) {
            this.id = id;
        }

        long threshold() {
            return settings.isEmpty() ? 5000 : settings.getLast().threshold().toMillis();
        }

        /** By the definition: 2 % of drift, 400 ms to stop, 1 s of a step of the clock. */
        long waitFor(Host host) {
            return Math.max(threshold(), (long) Math.ceil(host.lease() * 102 / 100.0) + 1400);
        }
    }

    private final QuarantineRules rules;
    private final List<String> lines = new ArrayList<>();
    private final Map<DomainId, Domain> domains = new TreeMap<>();
    private final List<Long> restarts = new ArrayList<>();
    private @Nullable LogMark previous;
    private long now;
    private int leader;

    private SlowFold(QuarantineRules rules) {
        this.rules = rules;
    }

    static List<String> of(List<LoggedRecord> log, QuarantineRules rules) {
        SlowFold fold = new SlowFold(rules);
        log.forEach(fold::apply);
        return fold.lines;
    }

    private void apply(LoggedRecord record) {
        LogMark mark = record.mark();
        LogMark last = previous;
        previous = mark;
        if (last == null) {
            now = mark.timestampMillis() - ScenarioLog.START.toEpochMilli();
            restarts.add(now);
            leader = mark.leaderEpoch();
        } else {
            long gap = mark.timestampMillis() - last.timestampMillis();
            long before = now;
            now += gap < 0 ? 0 : Math.min(gap, 1000);
            if (gap < 0 || gap > 1000 || mark.leaderEpoch() != leader) {
                restarts.add(now);
                everyHost().forEach(host -> host.distances.clear());
            }
            leader = mark.leaderEpoch();
            LongStream.rangeClosed(before + 1, now)
                    .filter(moment -> moment % 100 == 0)
                    .forEach(this::judgeAll);
        }
        HeartbeatEvent event = record.event();
        if (event != null) {
            take(event);
        }
    }

    private Stream<Host> everyHost() {
        return domains.values().stream().flatMap(domain -> domain.hosts.values().stream());
    }

    private void judgeAll(long moment) {
        domains.values().forEach(domain -> judge(domain, moment));
        if (moment % 10_000 == 0) {
            compareClocks(moment);
        }
    }

    private void compareClocks(long at) {
        List<Long> least =
                everyHost()
                        .filter(host -> host.distances.size() >= 5)
                        .map(host -> Collections.min(host.distances))
                        .sorted()
                        .toList();
        if (least.size() >= 3) {
            long median = least.get((least.size() - 1) / 2);
            domains.values()
                    .forEach(domain ->
                            domain.hosts.forEach((id, host) -> {
                                if (host.distances.size() >= 5) {
                                    long skew = median - Collections.min(host.distances);
                                    boolean wrong = Math.abs(skew) > (host.skewed ? 1500 : 2000);
                                    if (wrong != host.skewed) {
                                        host.skewed = wrong;
                                        say(
                                                at,
                                                "clock-%s %s %+d ms"
                                                        .formatted(
                                                                wrong ? "skewed" : "settled",
                                                                id,
                                                                skew));
                                    }
                                }
                            }));
        }
        everyHost().forEach(host -> host.distances.clear());
    }

    private void take(HeartbeatEvent event) {
        switch (event) {
            case MonitorTick _ -> {}
            case HostBeat beat -> beat(beat);
            case RosterSet roster -> roster(roster);
            case PowerOffProven proof -> proof(proof);
            case QuarantineLifted word -> lifted(word);
            case DetectionSet set -> detection(set);
        }
    }

    private void beat(HostBeat beat) {
        Domain domain = domains.get(beat.domain());
        Host host = domain == null ? null : domain.hosts.get(beat.host());
        if (domain == null || host == null) {
            return;
        }
        Accepted last = host.last().orElse(null);
        boolean newBoot = last == null || last.beat().boot().isBefore(beat.boot());
        if (last != null
                && !newBoot
                && (!last.beat().boot().equals(beat.boot())
                        || beat.sequence() <= last.beat().sequence())) {
            return;
        }
        if (last == null || now - host.confirmedAt() > 1500) {
            judge(domain, now);
        }
        Judgement before = host.judgement;
        host.beats.add(new Accepted(beat, now));
        host.judgement = Judgement.NONE;
        host.overdue = false;
        host.distances.add(
                Objects.requireNonNull(previous).timestampMillis() - beat.sentAt().toEpochMilli());
        String text =
                " "
                        + beat.host()
                        + (newBoot || before == Judgement.FAILED
                                ? " boot=" + beat.boot() + " tenure=" + beat.tenure()
                                : " tenure=" + beat.tenure());
        if (newBoot || before == Judgement.FAILED) {
            say(now, "up" + text);
        } else if (before != Judgement.NONE) {
            say(now, "recovered" + text);
        }
    }

    private void roster(RosterSet roster) {
        Domain domain = domains.get(roster.domain());
        if (domain == null) {
            domain = new Domain(roster.domain());
            domains.put(roster.domain(), domain);
        } else {
            judge(domain, now);
        }
        if (roster.revision() > domain.revision) {
            Map<HostId, Host> next = new LinkedHashMap<>();
            for (HostId node : roster.nodes()) {
                Host host = domain.hosts.getOrDefault(node, new Host());
                host.maintenance =
                        roster.inMaintenance() != null && roster.inMaintenance().contains(node);
                next.put(node, host);
            }
            domain.hosts.forEach((id, host) -> {
                if (!next.containsKey(id) && host.quarantinedUntil != null) {
                    say(now, "quarantine-ended " + id + " HOST_LEFT");
                }
            });
            domain.hosts = next;
            domain.revision = roster.revision();
        }
    }

    private void proof(PowerOffProven proof) {
        Domain domain = domains.get(proof.domain());
        Host host = domain == null ? null : domain.hosts.get(proof.host());
        if (domain == null || host == null) {
            return;
        }
        judge(domain, now);
        if (!host.beats.isEmpty()
                && host.judgement != Judgement.FAILED
                && now - host.confirmedAt() > 1500) {
            fail(
                    domain,
                    proof.host(),
                    host,
                    now,
                    proof.source() == PowerOffProven.Source.BMC
                            ? "POWER_OFF_BY_BMC"
                            : "OPERATOR_CONFIRMED");
        }
    }

    /** What does not fit changes nothing. */
    private void detection(DetectionSet set) {
        Domain known = domains.get(set.domain());
        Domain domain = known == null ? new Domain(set.domain()) : known;
        domains.put(set.domain(), domain);
        if (known != null) {
            judge(domain, now);
        }
        long last = domain.settings.isEmpty() ? 0 : domain.settings.getLast().revision();
        long lease = set.lease().toMillis();
        if (set.revision() > last
                && lease >= 3450
                && Math.ceil(lease * 102 / 100.0) + 1400 <= set.threshold().toMillis()) {
            domain.settings.add(set);
        }
    }

    private void lifted(QuarantineLifted word) {
        Domain domain = domains.get(word.domain());
        Host host = domain == null ? null : domain.hosts.get(word.host());
        if (domain == null || host == null) {
            return;
        }
        judge(domain, now);
        if (host.quarantinedUntil != null) {
            host.quarantinedUntil = null;
            say(now, "quarantine-ended " + word.host() + " LIFTED by " + word.by());
        }
    }

    /** The peers that hear a host and are heard themselves. */
    private static List<HostId> hearing(Domain domain, HostId id, long at) {
        if (domain.id.value().startsWith("standalone.")) {
            return List.of();
        }
        return domain.hosts.entrySet().stream()
                .filter(peer ->
                        !peer.getValue().beats.isEmpty()
                                && peer.getValue().judgement == Judgement.NONE
                                && at - peer.getValue().beats.getLast().at() <= 1500
                                && peer.getValue().hears(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void isolated(HostId id, Host host, List<HostId> hearing, long at) {
        host.judgement = Judgement.ISOLATED;
        say(
                at,
                "isolated %s tenure=%s heard by %s (%d in all)"
                        .formatted(
                                id,
                                host.beats.getLast().beat().tenure(),
                                hearing.getFirst(),
                                hearing.size()));
    }

    private void unreachable(HostId id, Host host, long at) {
        host.judgement = Judgement.UNREACHABLE;
        say(
                at,
                "unreachable "
                        + id
                        + " tenure="
                        + host.beats.getLast().beat().tenure()
                        + host.expected(at));
    }

    private void overdue(Domain domain, HostId id, Host host, long at) {
        if (host.overdue) {
            return;
        }
        host.overdue = true;
        if (!host.expected(at).isEmpty()) {
            return;
        }
        host.failures.removeIf(failure -> at - failure > rules.within().toMillis());
        host.failures.add(at);
        int failures = Math.min(host.failures.size(), rules.failures());
        if (failures < rules.failures()) {
            return;
        }
        boolean alone = domain.id.value().startsWith("standalone.");
        int configured = alone ? 1 : domain.hosts.size();
        int allowed = (int) Math.floor(configured * rules.percent() / 100.0);
        long quarantined =
                alone
                        ? 0
                        : domain.hosts.values().stream()
                                .filter(h -> h.quarantinedUntil != null)
                                .count();
        if (host.quarantinedUntil != null || quarantined < allowed) {
            host.quarantinedUntil = at + rules.lasting().toMillis();
            host.failures.clear();
            say(
                    at,
                    "QUARANTINED %s failures=%d until %s"
                            .formatted(id, failures, seconds(host.quarantinedUntil)));
        } else {
            say(
                    at,
                    "quarantine-withheld %s failures=%d quarantined=%d allowed=%d of %d"
                            .formatted(id, failures, quarantined, allowed, configured));
        }
    }

    private void judge(Domain domain, long at) {
        int all = domain.hosts.size();
        long silent =
                domain.hosts.values().stream()
                        .filter(h -> h.judgement != Judgement.FAILED)
                        .filter(h -> h.beats.isEmpty() || at - h.confirmedAt() > 1500)
                        .count();
        boolean anybodyHeard =
                domain.hosts.values().stream()
                        .anyMatch(h ->
                                !h.beats.isEmpty()
                                        && h.judgement != Judgement.FAILED
                                        && at - h.confirmedAt() > 1500);
        boolean alone = domain.id.value().startsWith("standalone.");
        boolean majority = !alone && silent > all / 2.0;
        if (majority) {
            domain.majoritySilentAt.add(at);
        }
        boolean blocked = false;
        for (Map.Entry<HostId, Host> entry : domain.hosts.entrySet()) {
            Host host = entry.getValue();
            HostId id = entry.getKey();
            if (host.quarantinedUntil != null && at >= host.quarantinedUntil) {
                host.quarantinedUntil = null;
                say(at, "quarantine-ended " + id + " TIME_PASSED");
            }
            if (host.beats.isEmpty() || host.judgement == Judgement.FAILED) {
                continue;
            }
            long since =
                    Math.max(host.beats.getLast().at(), restarts.stream().max(Long::compare).get());
            if (host.judgement == Judgement.NONE
                    && at - since >= domain.threshold() / 2
                    && !host.excused(at)) {
                host.judgement = Judgement.SUSPECT;
                say(at, "suspect " + id + host.expected(at));
            }
            List<HostId> hearing = hearing(domain, id, at);
            if (host.judgement == Judgement.SUSPECT
                    && at - since >= host.lease()
                    && !hearing.isEmpty()) {
                isolated(id, host, hearing, at);
            }
            for (long moment : domain.majoritySilentAt) {
                since = Math.max(since, moment);
            }
            if (at - since < domain.waitFor(host) || majority || alone) {
                continue;
            }
            if (host.overdue) {
                if (host.judgement == Judgement.ISOLATED && hearing.isEmpty()) {
                    unreachable(id, host, at);
                }
            } else if (failed(domain) >= Math.ceil(all / 2.0)) {
                blocked = true;
            } else if (host.beats.getLast().beat().watchdog()) {
                fail(domain, id, host, at, "LEASE_EXPIRED_UNDER_WATCHDOG");
            } else {
                if (hearing.isEmpty()) {
                    unreachable(id, host, at);
                } else if (host.judgement != Judgement.ISOLATED) {
                    isolated(id, host, hearing, at);
                }
                overdue(domain, id, host, at);
            }
        }
        boolean bySilence = anybodyHeard && (majority || alone);
        hold(domain, bySilence || blocked, silent, bySilence, at);
    }

    private void hold(Domain domain, boolean held, long silent, boolean bySilence, long at) {
        Long since = domain.heldSince;
        if (held && since == null) {
            domain.heldSince = at;
            say(
                    at,
                    "HELD %s silent=%d failed=%d of %d %s"
                            .formatted(
                                    domain.id,
                                    silent,
                                    failed(domain),
                                    domain.hosts.size(),
                                    bySilence ? "MAJORITY_SILENT" : "HALF_FAILED"));
        } else if (!held && since != null) {
            domain.heldSince = null;
            say(at, "released " + domain.id + " after " + seconds(at - since));
        }
    }

    private static long failed(Domain domain) {
        return domain.hosts.values().stream().filter(h -> h.judgement == Judgement.FAILED).count();
    }

    private void fail(Domain domain, HostId id, Host host, long at, String evidence) {
        host.judgement = Judgement.FAILED;
        Accepted last = host.beats.getLast();
        say(
                at,
                "FAILED "
                        + id
                        + " boot="
                        + last.beat().boot()
                        + " tenure="
                        + host.highestTenure()
                        + " last="
                        + seconds(last.at())
                        + " "
                        + evidence
                        + (evidence.startsWith("LEASE") ? waited(domain, host) : "")
                        + host.expected(at));
        overdue(domain, id, host, at);
    }

    private static String waited(Domain domain, Host host) {
        long threshold = domain.waitFor(host);
        return threshold == 5000 && host.lease() == 3500
                ? ""
                : " waited=" + seconds(threshold) + " lease=" + seconds(host.lease());
    }

    private void say(long at, String text) {
        lines.add(seconds(at) + " " + text);
    }

    private static String seconds(long millis) {
        return "%.3f".formatted(millis / 1000.0).replaceAll("0{1,2}$", "");
    }
}
