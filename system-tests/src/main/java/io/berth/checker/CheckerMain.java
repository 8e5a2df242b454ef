package io.berth.checker;

import io.berth.checker.edge.HistoryLoader;
import io.berth.checker.edge.Job;
import io.berth.checker.edge.VerdictReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The checker as a program of its own: {@code CheckerMain JOB.json [VERDICT.json]}. Its exit status
 * is the verdict: 0 when every promise was kept, 1 when one was broken, 2 when it could not judge.
 * A viewer's token for placement's REST interface comes in the environment variable {@code
 * BERTH_TOKEN}.
 */
public final class CheckerMain {
    private CheckerMain() {}

    /** See the class. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(args, System.getenv().getOrDefault("BERTH_TOKEN", ""), out));
    }

    /** The same without leaving the process; returns the exit status. */
    public static int run(String[] args, String token, PrintStream out) {
        if (args.length < 1 || args.length > 2) {
            out.println("usage: CheckerMain JOB.json [VERDICT.json]");
            return 2;
        }
        try {
            Job job = Job.read(Path.of(args[0]));
            Verdict verdict = Checker.check(HistoryLoader.load(job, token), job.question());
            VerdictReport.lines(verdict).forEach(out::println);
            if (args.length == 2) {
                VerdictReport.write(verdict, Path.of(args[1]));
            }
            return verdict.passes() ? 0 : 1;
        } catch (IOException e) {
            out.println("The checker could not judge: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("The checker was interrupted.");
            return 2;
        }
    }
}
