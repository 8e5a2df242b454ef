package io.berth.checker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All looks at one host in the order in which they were taken, and the runs that follow from them.
 *
 * <p>Goal: to claim that a VM ran only where it certainly did, so that an overlap of two runs is a
 * proof and not a matter of network delay. Steps:
 *
 * <ol>
 *   <li>Of each beat only the first append counts; relays and retries repeat beats.
 *   <li>A beat was made after the broker appended the beat that it names as acknowledged, and
 *       before its own first append and before that of every later beat. Both bounds are the
 *       broker's clock.
 *   <li>A beat without a table repeats the last table when its digest is the same; with another
 *       digest it says nothing.
 *   <li>A report is stamped by the agent's process when it is sent, which may be long after the
 *       look: its stamp is the latest moment, and there is no earliest one.
 *   <li>Looks are ordered by their latest moment; a look of an earlier boot that arrives late is
 *       left out.
 *   <li>A beat that may have been made before a report of a start does not deny that start, and one
 *       that may have been made before a report of a stop does not deny that stop.
 * </ol>
 *
 * <p>Example: beats 7, 8, 9 appended at 10.0, 10.5 and 11.0 s, each naming its predecessor, all
 * with VM {@code a}: {@code a} ran from 10.0 to 10.5 s for certain. Complexity: n log n in the
 * number of observations.
 */
final class HostTimeline {
    private final Host host;
    private final List<Sighting> sightings;
    private final Instant lastHeard;
    private final NavigableSet<Instant> appends;
    private final NavigableMap<Instant, Position> firstAppends;

    private HostTimeline(
            Host host,
            List<Sighting> sightings,
            Instant lastHeard,
            NavigableSet<Instant> appends,
            NavigableMap<Instant, Position> firstAppends) {
        this.host = host;
        this.sightings = sightings;
        this.lastHeard = lastHeard;
        this.appends = appends;
        this.firstAppends = firstAppends;
    }

    /** The timeline of each host that was ever heard of. */
    static Map<Host, HostTimeline> of(List<Observation> observations) {
        Map<Host, List<Observation>> byHost = new TreeMap<>();
        for (Observation observation : observations) {
            byHost.computeIfAbsent(observation.host(), h -> new ArrayList<>()).add(observation);
        }
        Map<Host, HostTimeline> timelines = new TreeMap<>();
        byHost.forEach((host, own) -> timelines.put(host, of(host, own)));
        return timelines;
    }

    private static HostTimeline of(Host host, List<Observation> observations) {
        Map<Boot, NavigableMap<Long, Observation.Beat>> beats = new TreeMap<>();
        List<Sighting> sightings = new ArrayList<>();
        Instant lastHeard = Instant.MIN;
        NavigableSet<Instant> appends = new TreeSet<>();
        for (Observation observation : observations) {
            Position at = observation.at();
            lastHeard = at.time().isAfter(lastHeard) ? at.time() : lastHeard;
            switch (observation) {
                case Observation.Beat beat -> {
                    beats.computeIfAbsent(beat.boot(), b -> new TreeMap<>())
                            .merge(beat.sequence(), beat, HostTimeline::earlier);
                    appends.add(at.time());
                }
                case Observation.Table table ->
                        sightings.add(
                                new Sighting.Whole(
                                        Instant.MIN,
                                        at.time(),
                                        table.boot(),
                                        at,
                                        false,
                                        table.fenced(),
                                        table.running()));
                case Observation.Completion completion ->
                        completion(completion).ifPresent(sightings::add);
            }
        }
        beats.values().forEach(boot -> sightings.addAll(beatSightings(boot)));
        sightings.sort(Comparator.comparing(Sighting::notAfter).thenComparing(Sighting::notBefore));
        NavigableMap<Instant, Position> firstAppends = new TreeMap<>();
        for (NavigableMap<Long, Observation.Beat> boot : beats.values()) {
            boot.values().forEach(beat -> firstAppends.put(beat.at().time(), beat.at()));
        }
        return new HostTimeline(host, dropLateBoots(sightings), lastHeard, appends, firstAppends);
    }

    private static Observation.Beat earlier(Observation.Beat first, Observation.Beat second) {
        return second.at().time().isBefore(first.at().time()) ? second : first;
    }

    private static Optional<Sighting> completion(Observation.Completion done) {
        Position at = done.at();
        return switch (done.outcome()) {
            case STARTED ->
                    Optional.of(
                            new Sighting.One(
                                    at.time(), done.boot(), at, done.vm(), done.epoch(), true));
            case STOPPED ->
                    Optional.of(
                            new Sighting.One(
                                    at.time(), done.boot(), at, done.vm(), done.epoch(), false));
            case REFUSED -> Optional.empty();
        };
    }

    private static List<Sighting> beatSightings(NavigableMap<Long, Observation.Beat> beats) {
        Map<Long, Instant> latest = new HashMap<>();
        Instant soonest = Instant.MAX;
        for (Observation.Beat beat : beats.descendingMap().values()) {
            Instant append = beat.at().time();
            soonest = append.isBefore(soonest) ? append : soonest;
            latest.put(beat.sequence(), soonest);
        }
        List<Sighting> sightings = new ArrayList<>();
        Instant earliest = Instant.MIN;
        String digest = null;
        Map<Vm, Epoch> table = null;
        for (Observation.Beat beat : beats.values()) {
            Observation.Beat acknowledged = beats.get(beat.acknowledged());
            if (acknowledged != null && acknowledged.at().time().isAfter(earliest)) {
                earliest = acknowledged.at().time();
            }
            Map<Vm, Epoch> own = beat.running();
            if (own != null) {
                digest = beat.digest();
                table = own;
            }
            if (table != null && beat.digest().equals(digest)) {
                Instant notAfter = latest.getOrDefault(beat.sequence(), beat.at().time());
                Instant notBefore = earliest.isAfter(notAfter) ? notAfter : earliest;
                sightings.add(
                        new Sighting.Whole(
                                notBefore,
                                notAfter,
                                beat.boot(),
                                beat.at(),
                                true,
                                beat.fenced(),
                                table));
            }
        }
        return sightings;
    }

    private static List<Sighting> dropLateBoots(List<Sighting> sorted) {
        List<Sighting> kept = new ArrayList<>();
        Boot boot = new Boot(0);
        for (Sighting sighting : sorted) {
            if (sighting.boot().compareTo(boot) >= 0) {
                boot = sighting.boot();
                kept.add(sighting);
            }
        }
        return kept;
    }

    /** All looks, in order. */
    List<Sighting> sightings() {
        return sightings;
    }

    /** When the host was last heard of, by whichever topic. */
    Instant lastHeard() {
        return lastHeard;
    }

    /** Its beats by the broker's time of appending, relayed copies included. */
    NavigableSet<Instant> appends() {
        return appends;
    }

    /** Its beats by the broker's time of appending, each only where it was appended first. */
    NavigableMap<Instant, Position> firstAppends() {
        return firstAppends;
    }

    /** What it ran by the last look that was taken not after this moment. */
    Map<Vm, Run> runningAt(Instant moment) {
        Folding folding = new Folding(host);
        for (Sighting sighting : sightings) {
            if (sighting.notAfter().isAfter(moment)) {
                break;
            }
            folding.apply(sighting);
        }
        return folding.open();
    }

    /** Every run of every VM on this host, in the order of their beginnings. */
    List<Run> runs() {
        Folding folding = new Folding(host);
        sightings.forEach(folding::apply);
        return folding.runs();
    }

    /** A report that a VM runs neither at this epoch nor at a lower one. */
    private record Stop(Epoch epoch, Instant at) {}

    /** Turns looks into runs, one after the other. Soft state of one pass. */
    private static final class Folding {
        private final Host host;
        private final Map<Vm, Run> open = new TreeMap<>();
        private final List<Run> closed = new ArrayList<>();
        private final Map<Vm, Stop> stops = new HashMap<>();
        private Boot boot = new Boot(0);

        Folding(Host host) {
            this.host = host;
        }

        void apply(Sighting sighting) {
            if (sighting.boot().compareTo(boot) > 0) {
                List.copyOf(open.keySet()).forEach(vm -> close(vm, sighting.at()));
                boot = sighting.boot();
                stops.clear();
            }
            switch (sighting) {
                case Sighting.Whole whole -> {
                    for (Run run : List.copyOf(open.values())) {
                        if (!whole.running().containsKey(run.vm()) && !mayPrecede(whole, run)) {
                            close(run.vm(), whole.at());
                            if (!whole.byBeat()) {
                                stop(run.vm(), run.epoch(), whole.at());
                            }
                        }
                    }
                    whole.running().forEach((vm, epoch) -> seen(vm, epoch, whole));
                }
                case Sighting.One one -> {
                    Run run = open.get(one.vm());
                    if (one.running()) {
                        seen(one.vm(), one.epoch(), one);
                    } else if (run != null && run.epoch().compareTo(one.epoch()) <= 0) {
                        close(one.vm(), one.at());
                    }
                    if (!one.running()) {
                        stop(one.vm(), one.epoch(), one.at());
                    }
                }
            }
        }

        private void stop(Vm vm, Epoch epoch, Position at) {
            stops.put(vm, new Stop(epoch, at.time()));
        }

        /**
         * A beat that may have been made before the start of which only a report has told so far.
         */
        private static boolean mayPrecede(Sighting.Whole whole, Run run) {
            return whole.byBeat()
                    && run.to().equals(Instant.MIN)
                    && whole.notBefore().isBefore(run.from());
        }

        private void seen(Vm vm, Epoch epoch, Sighting sighting) {
            Stop stop = stops.get(vm);
            if (stop != null
                    && epoch.compareTo(stop.epoch()) <= 0
                    && sighting.notBefore().isBefore(stop.at())) {
                return;
            }
            Run run = open.get(vm);
            if (run != null
                    && epoch.compareTo(run.epoch()) < 0
                    && sighting instanceof Sighting.Whole whole
                    && mayPrecede(whole, run)) {
                return;
            }
            if (run != null && !run.epoch().equals(epoch)) {
                close(vm, sighting.at());
                run = null;
            }
            open.put(vm, run == null ? begin(vm, epoch, sighting) : extend(run, sighting));
        }

        private Run begin(Vm vm, Epoch epoch, Sighting sighting) {
            return new Run(
                    vm,
                    host,
                    sighting.boot(),
                    epoch,
                    sighting.notAfter(),
                    sighting.notBefore(),
                    sighting.at(),
                    sighting.at(),
                    null);
        }

        private static Run extend(Run run, Sighting sighting) {
            Instant to = sighting.notBefore().isAfter(run.to()) ? sighting.notBefore() : run.to();
            return new Run(
                    run.vm(),
                    run.host(),
                    run.boot(),
                    run.epoch(),
                    run.from(),
                    to,
                    run.firstSeen(),
                    sighting.at(),
                    null);
        }

        private void close(Vm vm, @Nullable Position by) {
            Run run = open.remove(vm);
            if (run != null) {
                closed.add(
                        new Run(
                                vm,
                                run.host(),
                                run.boot(),
                                run.epoch(),
                                run.from(),
                                run.to(),
                                run.firstSeen(),
                                run.lastSeen(),
                                by));
            }
        }

        Map<Vm, Run> open() {
            return open;
        }

        List<Run> runs() {
            List<Run> all = new ArrayList<>(closed);
            all.addAll(open.values());
            all.sort(Comparator.comparing(Run::from));
            return all;
        }
    }
}
