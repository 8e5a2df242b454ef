package io.berth.simulator.agent;

import io.berth.contracts.hosts.AbortMigration;
import io.berth.contracts.hosts.AdoptVm;
import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.simulator.agent.AgentInput.BeatAcked;
import io.berth.simulator.agent.AgentInput.BeatFailed;
import io.berth.simulator.agent.AgentInput.CommandReceived;
import io.berth.simulator.agent.AgentInput.GuestHung;
import io.berth.simulator.agent.AgentInput.NodesChanged;
import io.berth.simulator.agent.AgentInput.PeerAnswered;
import io.berth.simulator.agent.AgentInput.PeerAsked;
import io.berth.simulator.agent.AgentInput.PeerGreeted;
import io.berth.simulator.agent.AgentInput.RelayEnded;
import io.berth.simulator.agent.AgentInput.ReportDelivered;
import io.berth.simulator.agent.AgentInput.RestartAnnounced;
import io.berth.simulator.agent.AgentInput.Tick;
import io.berth.simulator.agent.AgentInput.VmFound;
import io.berth.simulator.agent.AgentInput.VmMoveFailed;
import io.berth.simulator.agent.AgentInput.VmOperated;
import io.berth.simulator.agent.AgentInput.VmOperationRefused;
import io.berth.simulator.agent.AgentInput.VmStartRefused;
import io.berth.simulator.agent.AgentInput.VmStarted;
import io.berth.simulator.agent.AgentInput.VmStateMoved;
import io.berth.simulator.agent.AgentInput.VmStopped;
import io.berth.simulator.agent.AgentOutput.AnswerPeer;
import io.berth.simulator.agent.AgentOutput.ArmWatchdog;
import io.berth.simulator.agent.AgentOutput.AskPeers;
import io.berth.simulator.agent.AgentOutput.DisarmWatchdog;
import io.berth.simulator.agent.AgentOutput.GreetPeers;
import io.berth.simulator.agent.AgentOutput.SendBeat;
import io.berth.simulator.agent.SentBeats.SentBeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agent of one host, for one life of it (a reboot makes a new one from the {@link HostDisk}).
 * It decides when the host may run highly available VMs, and sees to it that it does not otherwise.
 *
 * <p><b>Goals.</b> A VM never runs on two hosts at once; a host that is alone in its trouble gives
 * up its VMs before anybody else may start them; an outage of the broker stops no VM.
 *
 * <p><b>Constraints.</b> No threads, no clock, no I/O: time comes in with each input and what is to
 * be done goes out as a list, so the same inputs at the same moments give the same outputs, in a
 * simulation of virtual time and on a real host. The clock must be monotonic and <em>count
 * suspended time</em>: on Linux {@code CLOCK_BOOTTIME}. Inputs must come one after another.
 *
 * <p><b>Steps</b>, in this order for each input:
 *
 * <ol>
 *   <li>The lease is checked against the clock. When it has run out the agent fences itself, before
 *       it looks at what came in: a command or an acknowledgement that waited while the host was
 *       suspended finds a fenced agent.
 *   <li>The input is taken up.
 *   <li>What is due by the clock is done: the next beat, a question to the peers, the repetition of
 *       a report, the refusal of a start that waited too long.
 * </ol>
 *
 * <p><b>Lease.</b> An acknowledged beat that carries the tenure held is worth a lease from the
 * moment it was <em>sent</em>, whoever wrote it and however late the acknowledgement. Beats go on
 * all the time, also while fenced, one in flight at a time. How long a lease is may change under
 * way ({@link LeaseLength} says how, and why that is safe).
 *
 * <p><b>Permission.</b> An agent with a lease that had no acknowledgement for two beats asks its
 * peers every half beat, and each of them also tries to write its last beat for it. When a strict
 * majority of the configured nodes, itself included, is unfenced and each had no acknowledgement
 * for {@code agentUnserved}, the broker is out of everybody's reach: that is worth a lease from the
 * moment of asking ({@link PeerQuestions} says why this is safe). A fenced agent does not ask. It
 * has nothing to keep, and a relayed beat would only keep the monitor from declaring it failed and
 * its VMs from running elsewhere.
 *
 * <p><b>Tenure.</b> An agent begins fenced. A grant for its own boot, higher than the one held, is
 * carried in its next beats and comes into force with the first of them that is acknowledged, once
 * every VM of the tenure before has stopped. A lease that ran out ends the tenure for good; it
 * takes a higher grant to begin again. A grant that reaches an agent whose tenure is in force says
 * that placement holds that tenure to be over, so the agent fences itself first.
 *
 * <p><b>Worked example</b> at the default timings. Beat 7 is sent at 10.0 s and acknowledged at
 * 10.1 s: the lease lasts to 13.5 s. The host is then cut off. At 11.1 s it is unserved for two
 * beats and asks; its peers are served and answer {@code unservedFor = 0.2 s}, and their relaying
 * of beat 9, sent at 11.0 s, is acknowledged at 11.2 s: the lease lasts to 14.5 s, and so on for as
 * long as a peer can relay. Were the peers out of reach as well, the agent would stop its VMs at
 * 13.5 s and be done by 13.9 s, the watchdog making sure of it, while the monitor declares it
 * failed at the earliest 5 s of log time after beat 7 was appended, which is 14.0 s.
 *
 * <p><b>Complexity.</b> A step costs the same whatever the number of hosts; a changed VM table
 * costs its length.
 */
public final class AgentCore {
    /** How often a report of a fenced agent is repeated until it gets a grant. */
    public static final Duration REPEAT_REPORT = Duration.ofSeconds(5);

    /** Every so many beats one carries the whole table even without a change. */
    public static final int TABLE_EVERY = 20;

    /**
     * Relays under way at once. A relay that is not tried costs the asker nothing: each of its
     * other peers tries as well.
     */
    public static final int MAX_RELAYS = 16;

    private final HostDisk bornWith;
    private final LeaseTimings timings;
    private final Lease lease = new Lease();
    private final LeaseLength length;
    private final Step step = new Step();
    private final Guests guests;
    private final PeerQuestions questions;
    private final SentBeats sent = new SentBeats();
    private final Relays relays = new Relays(step);
    private final Neighbours neighbours;
    private AgentConfig config;
    private List<HostId> peers;
    private HostLoad load = new HostLoad(0, MiB.ZERO);
    private long sequence;
    private long acknowledged;
    private Duration lastAcknowledged;
    private Duration nextBeat;
    private @Nullable Duration inFlightUntil;
    private Duration nextQuestion = Duration.ZERO;
    private @Nullable HostBeat lastBeat;
    private String deliveredDigest = "";
    private Trigger openReport = Trigger.STARTED;
    private Tenure reportTenure = Tenure.NONE;
    private Duration nextReport;
    private long undelivered;
    private boolean stopping;
    private @Nullable Duration backWithin;

    private AgentCore(AgentConfig config, HostDisk disk, Duration now) {
        this.config = config;
        this.peers = config.peers();
        this.bornWith = disk;
        this.timings = config.timings();
        this.length = new LeaseLength(timings);
        this.guests = new Guests(config, disk, lease, step);
        this.questions = new PeerQuestions(timings, disk.boot());
        this.neighbours = new Neighbours(config);
        this.lastAcknowledged = now;
        this.nextBeat = now;
        this.nextReport = now;
    }

    /**
     * The agent of a host that has just started: fenced, without a grant, its VMs stopped.
     *
     * @param disk of this life, already written: its boot is higher than that of any life before
     * @param now on the host's clock
     */
    public static AgentCore booted(AgentConfig config, HostDisk disk, Duration now) {
        return new AgentCore(config, disk, now);
    }

    /**
     * Takes up one input.
     *
     * @param now on the host's clock, which is monotonic and counts suspended time
     * @param wallClock for people only: no decision rests on it
     * @return what is to be done, in this order
     * @throws IllegalArgumentException when {@code now} is before that of an earlier step
     */
    public List<AgentOutput> step(Duration now, Instant wallClock, AgentInput input) {
        step.begin(now, wallClock);
        fenceWhenLeaseRanOut();
        take(input);
        doWhatIsDue();
        return step.outputs();
    }

    /** When the next {@code Tick} is due at the latest. */
    public Duration nextWake() {
        Duration wake = nextBeatDue();
        if (lease.open()) {
            wake = earlier(earlier(wake, lease.end()), questionDue());
        }
        if (repeatsReport()) {
            wake = earlier(wake, nextReport);
        }
        Optional<Duration> overdue = guests.nextOverdue();
        return overdue.isPresent() ? earlier(wake, overdue.get()) : wake;
    }

    /** How it stands. */
    public AgentView view() {
        return new AgentView(
                bornWith.boot(),
                lease.tenure(),
                lease.state(),
                lease.end(),
                lastAcknowledged,
                guests.table().observed());
    }

    /** What must survive the end of this life. */
    public HostDisk disk() {
        return guests.disk();
    }

    private void take(AgentInput input) {
        switch (input) {
            case Tick tick -> load = tick.load();
            case BeatAcked acked -> acknowledged(acked);
            case BeatFailed failed -> {
                if (failed.sequence() == sequence) {
                    inFlightUntil = null;
                }
            }
            case PeerGreeted greeted -> {
                if (isPeer(greeted.peer())) {
                    neighbours.heard(greeted.peer(), step.now());
                }
            }
            case RestartAnnounced restart -> backWithin = restart.backWithin();
            case PeerAsked asked -> peerAsked(asked);
            case PeerAnswered answered -> peerAnswered(answered);
            case RelayEnded ended -> relays.ended(ended);
            case CommandReceived received -> obey(received.command());
            case VmStarted started -> guests.started(started.vm());
            case VmStopped stopped -> guests.stopped(stopped.vm());
            case VmStartRefused refused -> guests.startRefused(refused.vm(), refused.why());
            case VmStateMoved moved -> guests.departures().stateMoved(moved.vm());
            case VmMoveFailed failed ->
                    guests.departures().moveFailed(failed.vm(), failed.why(), failed.detail());
            case VmOperated done -> guests.operations().done(done.vm(), done.command());
            case VmOperationRefused no ->
                    guests.operations().refused(no.vm(), no.command(), no.why());
            case VmFound found -> guests.found(found.vm(), found.guest());
            case GuestHung hung -> guests.table().hang(hung.vm());
            case ReportDelivered delivered -> {
                if (delivered.number() == undelivered) {
                    undelivered = 0;
                }
            }
            case NodesChanged changed -> {
                config = config.withNodes(changed.nodes());
                peers = config.peers();
                questions.clear();
                relays.keep(config.nodes());
                neighbours.nodes(config);
            }
        }
    }

    private void doWhatIsDue() {
        Duration now = step.now();
        guests.refuseOverdue();
        finishStopping();
        if (guests.takeUnmanagedChange()) {
            reportTable(Trigger.UNMANAGED_CHANGED, lease.tenure());
        }
        if (repeatsReport() && nextReport.compareTo(now) <= 0) {
            if (undelivered == 0) {
                undelivered = reportTable(openReport, reportTenure);
            }
            nextReport = now.plus(REPEAT_REPORT);
        }
        if (nextBeatDue().compareTo(now) <= 0) {
            beat();
        }
        if (lease.open() && questionDue().compareTo(now) <= 0) {
            askPeers();
        }
    }

    // Beats and the lease

    private Duration nextBeatDue() {
        Duration busy = inFlightUntil;
        return busy != null && busy.compareTo(nextBeat) > 0 ? busy : nextBeat;
    }

    private void beat() {
        Duration now = step.now();
        String digest = guests.table().digest();
        sequence++;
        boolean withTable = !digest.equals(deliveredDigest) || sequence % TABLE_EVERY == 1;
        HostBeat beat =
                new HostBeat(
                        config.host(),
                        config.domain(),
                        bornWith.boot(),
                        lease.tenure(),
                        sequence,
                        acknowledged,
                        config.watchdog(),
                        !lease.open(),
                        step.wallClock(),
                        load,
                        digest,
                        withTable ? guests.table().observed() : null,
                        neighbours.toTell(now, sequence, sequence % TABLE_EVERY == 1),
                        backWithin,
                        length.told(now));
        sent.add(new SentBeat(sequence, lease.tenure(), now, withTable, length.wanted()));
        lastBeat = beat;
        if (withTable) {
            deliveredDigest = "";
        }
        inFlightUntil = now.plus(timings.requestTimeout());
        Duration regular = nextBeat.plus(timings.beat());
        nextBeat = regular.compareTo(now) > 0 ? regular : now.plus(timings.beat());
        step.emit(new SendBeat(beat));
        if (!neighbours.greeted().isEmpty()) {
            step.emit(new GreetPeers(neighbours.greeted()));
        }
    }

    private void acknowledged(BeatAcked acked) {
        if (!acked.boot().equals(bornWith.boot()) || acked.sequence() > sequence) {
            return;
        }
        Duration now = step.now();
        Duration unserved = now.minus(lastAcknowledged);
        lastAcknowledged = now;
        acknowledged = Math.max(acknowledged, acked.sequence());
        neighbours.acknowledged(acked.sequence());
        if (acked.sequence() == sequence) {
            inFlightUntil = null;
        }
        questions.clear();
        if (lease.open() && unserved.compareTo(timings.agentUnserved()) >= 0) {
            reportTable(Trigger.RECONNECTED, lease.tenure());
        }
        Optional<SentBeat> beat = sent.find(acked.sequence());
        if (beat.isEmpty()) {
            return;
        }
        HostBeat last = lastBeat;
        if (beat.get().withTable() && last != null && acked.sequence() == last.sequence()) {
            deliveredDigest = last.vmDigest();
        }
        Duration worth = sent.worth(beat.get(), length.wanted());
        length.proven(worth);
        if (beat.get().tenure().equals(lease.tenure())) {
            renewOrOpen(beat.get().sentAt(), worth);
        }
    }

    private void renewOrOpen(Duration from, Duration worth) {
        switch (lease.state()) {
            case OPEN -> {
                if (lease.renew(from, worth)) {
                    armWatchdog();
                }
            }
            case GRANTED -> {
                if (!stopping && lease.wouldLast(from, worth, step.now())) {
                    lease.open(from, worth);
                    armWatchdog();
                    step.note("tenure " + lease.tenure() + " is in force");
                    reportTable(Trigger.TENURE_OPENED, lease.tenure());
                    guests.tenureOpened();
                }
            }
            case NONE, OVER -> {}
        }
    }

    private void fenceWhenLeaseRanOut() {
        if (lease.ranOut(step.now())) {
            fence("the lease ran out at " + lease.end());
        }
    }

    private void fence(String why) {
        lease.close();
        questions.clear();
        step.remark("fenced itself in tenure " + lease.tenure() + ": " + why);
        stopping = true;
        openReport = Trigger.FENCED_ITSELF;
        reportTenure = lease.tenure();
        undelivered = 0;
        guests.fence();
    }

    /** The word that the VMs are stopped goes out when they are, not when it is ordered. */
    private void finishStopping() {
        if (stopping && !guests.highlyAvailableMayExecute()) {
            stopping = false;
            if (config.watchdog()) {
                step.emit(new DisarmWatchdog());
            }
            undelivered = reportTable(openReport, reportTenure);
            nextReport = step.now().plus(REPEAT_REPORT);
        }
    }

    private void armWatchdog() {
        if (config.watchdog()) {
            step.emit(new ArmWatchdog(lease.end().plus(timings.kill())));
        }
    }

    // Peers

    private Duration questionDue() {
        Duration unserved = lastAcknowledged.plus(timings.beat().multipliedBy(2));
        return unserved.compareTo(nextQuestion) > 0 ? unserved : nextQuestion;
    }

    private void askPeers() {
        HostBeat beat = lastBeat;
        if (beat == null) {
            return;
        }
        Duration now = step.now();
        Question question = questions.ask(now);
        nextQuestion = now.plus(timings.beat().dividedBy(2));
        if (!peers.isEmpty()) {
            step.emit(new AskPeers(peers, question, beat));
        }
        questions.alone(config, question, lastAcknowledged).ifPresent(this::permitted);
    }

    private void peerAsked(PeerAsked asked) {
        HostId peer = asked.peer();
        HostBeat beat = asked.beat();
        if (!isPeer(peer) || !beat.host().equals(peer) || !beat.domain().equals(config.domain())) {
            step.remark("a question of " + peer + ", which is no peer, was ignored");
            return;
        }
        step.emit(
                new AnswerPeer(
                        peer, asked.question(), lease.open(), step.now().minus(lastAcknowledged)));
        relays.relay(peer, beat);
    }

    private void peerAnswered(PeerAnswered answered) {
        boolean counts =
                lease.open()
                        && isPeer(answered.peer())
                        && answered.unfenced()
                        && answered.unservedFor().compareTo(timings.agentUnserved()) >= 0;
        if (counts) {
            questions
                    .unservedPeer(
                            config,
                            answered.peer(),
                            answered.question(),
                            lastAcknowledged,
                            step.now())
                    .ifPresent(this::permitted);
        }
    }

    private void permitted(Duration askedAt) {
        if (lease.renew(askedAt, length.usable())) {
            armWatchdog();
        }
    }

    private boolean isPeer(HostId host) {
        return config.nodes().contains(host) && !host.equals(config.host());
    }

    // Commands and reports
    private void obey(HostCommand command) {
        if (!command.host().equals(config.host())) {
            return;
        }
        switch (command) {
            case GrantTenure grant -> granted(grant);
            case AdoptVm adopt -> guests.adopt(adopt);
            case StartVm start -> guests.start(start);
            case StopVm stop -> guests.stop(stop);
            case OperateVm operate -> guests.operations().operate(operate);
            case MigrateVm migrate -> guests.departures().migrate(migrate);
            case AbortMigration abort -> guests.departures().abort(abort);
            case ReportVms _ -> reportTable(Trigger.REQUESTED, lease.tenure());
            case UseLease wish -> use(wish.lease());
            // Meant for other parts of the host, which hold no lease and grant none.
            case ReportFacts _,
                    RunReplicaCycle _,
                    PromoteReplica _,
                    DiscardVmDisk _,
                    TestReplica _,
                    EndReplicaTest _,
                    DropReplica _,
                    MoveVmDisk _ -> {}
        }
    }

    private void use(Duration wished) {
        if (!length.canBe(wished)) {
            step.remark("a lease of " + wished + " was passed over; these timings do not allow it");
        } else if (!wished.equals(length.wanted())) {
            step.note("leases of " + wished + " instead of " + length.wanted());
            length.want(wished, lease.end());
        }
    }

    private void granted(GrantTenure grant) {
        if (!grant.boot().equals(bornWith.boot()) || !lease.tenure().isBefore(grant.tenure())) {
            return;
        }
        if (lease.open()) {
            fence("placement granted tenure " + grant.tenure() + ", so it holds this one over");
        }
        lease.grant(grant.tenure());
        guests.tenureReplaced();
        step.note("granted tenure " + grant.tenure());
    }

    /** Whether the agent waits for a grant and says so again from time to time. */
    private boolean repeatsReport() {
        return switch (lease.state()) {
            case NONE -> true;
            case OVER -> !stopping;
            case GRANTED, OPEN -> false;
        };
    }

    private long reportTable(Trigger trigger, Tenure tenure) {
        return step.report(
                new VmTableReported(
                        config.host(),
                        config.domain(),
                        bornWith.boot(),
                        tenure,
                        !lease.open(),
                        trigger,
                        guests.table().observed(),
                        guests.table().unmanaged(),
                        step.wallClock()));
    }

    private static Duration earlier(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
