package io.berth.monitoring.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.MonitorTick;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.RosterSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
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
        UNREACHABLE,
        FAILED
    }

    private static final class Host {
        final List<Accepted> beats = new ArrayList<>();
        Judgement judgement = Judgement.NONE;

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

        long highestTenure() {
            return beats.stream().mapToLong(b -> b.beat().tenure().value()).max().orElse(0);
        }
    }

    private static final class Domain {
        final DomainId id;
        long revision = -1;
        Map<HostId, Host> hosts = new LinkedHashMap<>();
        final List<Long> majoritySilentAt = new ArrayList<>();
        @Nullable Long heldSince;

        Domain(DomainId id) {
            this.id = id;
        }
    }

    private final List<String> lines = new ArrayList<>();
    private final Map<DomainId, Domain> domains = new TreeMap<>();
    private final List<Long> restarts = new ArrayList<>();
    private @Nullable LogMark previous;
    private long now;
    private int leader;

    static List<String> of(List<LoggedRecord> log) {
        SlowFold fold = new SlowFold();
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
            }
            leader = mark.leaderEpoch();
            LongStream.rangeClosed(before + 1, now)
                    .filter(moment -> moment % 100 == 0)
                    .forEach(moment -> domains.values().forEach(domain -> judge(domain, moment)));
        }
        HeartbeatEvent event = record.event();
        if (event != null) {
            take(event);
        }
    }

    private void take(HeartbeatEvent event) {
        switch (event) {
            case MonitorTick _ -> {}
            case HostBeat beat -> beat(beat);
            case RosterSet roster -> roster(roster);
            case PowerOffProven proof -> proof(proof);
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
                next.put(node, domain.hosts.getOrDefault(node, new Host()));
            }
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
                    proof.host(),
                    host,
                    now,
                    proof.source() == PowerOffProven.Source.BMC
                            ? "POWER_OFF_BY_BMC"
                            : "OPERATOR_CONFIRMED");
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
            if (host.beats.isEmpty() || host.judgement == Judgement.FAILED) {
                continue;
            }
            long since =
                    Math.max(host.beats.getLast().at(), restarts.stream().max(Long::compare).get());
            if (host.judgement == Judgement.NONE && at - since >= 2500) {
                host.judgement = Judgement.SUSPECT;
                say(at, "suspect " + entry.getKey());
            }
            for (long moment : domain.majoritySilentAt) {
                since = Math.max(since, moment);
            }
            if (at - since < 5000 || majority || alone || host.judgement == Judgement.UNREACHABLE) {
                continue;
            }
            if (failed(domain) >= Math.ceil(all / 2.0)) {
                blocked = true;
            } else if (host.beats.getLast().beat().watchdog()) {
                fail(entry.getKey(), host, at, "LEASE_EXPIRED_UNDER_WATCHDOG");
            } else {
                host.judgement = Judgement.UNREACHABLE;
                say(
                        at,
                        "unreachable "
                                + entry.getKey()
                                + " tenure="
                                + host.beats.getLast().beat().tenure());
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

    private void fail(HostId id, Host host, long at, String evidence) {
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
                        + evidence);
    }

    private void say(long at, String text) {
        lines.add(seconds(at) + " " + text);
    }

    private static String seconds(long millis) {
        return "%.3f".formatted(millis / 1000.0).replaceAll("0{1,2}$", "");
    }
}
