package io.berth.benchmarks;

import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ExactJudgement;
import io.berth.placement.domain.reserve.ReserveJudge;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.domain.reserve.SearchBudget;
import java.util.ArrayList;
import java.util.List;

/** What judging the reserve of the largest cluster costs, cold and after one VM has changed. */
final class ReserveBench {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int NODES = 64;

    /** Limits in milliseconds. */
    private static final double COLD = 50;

    private static final double CHANGED = 2;
    private static final double COLD_OF_FOUR = 1000;

    private ReserveBench() {}

    private record Case(int reserve, double fill, boolean five) {
        String title() {
            return "R = %d, %.0f %% full, %s"
                    .formatted(reserve, fill * 100, five ? "5 resources" : "2 resources");
        }

        double limit() {
            return reserve == 3 ? COLD : COLD_OF_FOUR;
        }
    }

    private static final List<Case> CASES =
            List.of(
                    new Case(3, 0.60, true),
                    new Case(3, 0.75, false),
                    new Case(3, 0.80, true),
                    new Case(3, 0.85, true),
                    new Case(4, 0.75, false),
                    new Case(4, 0.83, true),
                    new Case(4, 0.85, true));

    static Report run() {
        List<List<String>> rows = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (Case each : CASES) {
            ClusterPicture cluster = ReserveCluster.of(each.reserve(), each.fill(), each.five());
            ReserveJudgement judged = ReserveJudge.judge(cluster, SearchBudget.DEFAULT);
            CpuTime.Measured cold = CpuTime.of(1, () -> cold(cluster));
            double coldMillis = cold.nanos() / NANOS_PER_MILLI;
            if (coldMillis > each.limit()) {
                missed.add("%s: cold %.1f ms".formatted(each.title(), coldMillis));
            }
            String after = "";
            if (each.reserve() == 3) {
                Changes changes = new Changes(cluster, each.five());
                double millis = CpuTime.of(1, changes::next).nanos() / NANOS_PER_MILLI;
                after = "%.2f".formatted(millis);
                if (millis > CHANGED) {
                    missed.add("%s: after a change %.2f ms".formatted(each.title(), millis));
                }
            }
            rows.add(
                    List.of(
                            each.title(),
                            outcome(judged.exact()),
                            judged.proof().holds() ? "yes" : "no",
                            "%,d".formatted(judged.exact().steps()),
                            "%.2f".formatted(coldMillis),
                            "%.0f %%".formatted(cold.spreadPercent()),
                            after));
        }
        return new Report(
                "reserve: all three judgements of a cluster of 64 nodes with 12 VMs each",
                new Table(
                        List.of(
                                "",
                                "exact",
                                "proof",
                                "steps",
                                "cold ms",
                                "spread",
                                "after a change ms"),
                        rows),
                List.of(
                        "Processor time of the JVM, garbage collection included; the picture of the"
                                + " cluster is there already.",
                        "A change is one VM of 8 GiB more, or that one gone again, on each node in"
                                + " turn.",
                        "An exact judgement is unknown when its budget of %,d steps ends."
                                .formatted(SearchBudget.DEFAULT.steps())),
                missed);
    }

    /** Without memory of an earlier judgement; returns the steps. */
    static long cold(ClusterPicture cluster) {
        return new ReserveJudge(SearchBudget.DEFAULT).judge(cluster).exact().steps() + 1;
    }

    private static String outcome(ExactJudgement exact) {
        return switch (exact) {
            case ExactJudgement.Proven proven -> "%,d proven".formatted(proven.combinations());
            case ExactJudgement.Refuted refuted -> "refuted";
            case ExactJudgement.Unknown unknown -> "unknown";
        };
    }

    /** One judge that is shown one change after the other. */
    static final class Changes {
        private final ReserveJudge judge = new ReserveJudge(SearchBudget.DEFAULT);
        private final ClusterPicture before;
        private final List<ClusterPicture> more = new ArrayList<>();
        private int turn;

        Changes(ClusterPicture cluster, boolean five) {
            before = cluster;
            for (int n = 0; n < NODES; n++) {
                more.add(ReserveCluster.withOneMore(cluster, n, five));
            }
            judge.judge(cluster);
        }

        /** Judges after the next change; returns whether the cluster is proven to hold, as 1. */
        long next() {
            int now = turn++;
            ClusterPicture picture = now % 2 == 0 ? more.get(now / 2 % NODES) : before;
            return judge.judge(picture).exact() instanceof ExactJudgement.Proven ? 1 : 0;
        }
    }
}
