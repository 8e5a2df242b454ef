package io.berth.benchmarks.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An engine that is a program of another project, for which a failed node is described in a file.
 */
abstract sealed class ProgramPeer implements Peer permits Ganeti, Pacemaker {
    private final String name;
    private final @Nullable Path program;
    private final int mostRepetitions;
    private final String suffix;
    private final Pattern answer;

    /**
     * @param program its file name, wherever it is installed
     * @param mostRepetitions how often it is asked at most
     * @param suffix of the file that describes a fleet to it
     * @param answer matches a line that names a VM's number, then that of its new host
     */
    ProgramPeer(String name, String program, int mostRepetitions, String suffix, Pattern answer) {
        this.name = name;
        this.program = Program.find(program);
        this.mostRepetitions = mostRepetitions;
        this.suffix = suffix;
        this.answer = answer;
    }

    /** A fleet, in the program's own format. */
    abstract CharSequence describe(Fleet fleet);

    /** What follows the program's name on the command line. */
    abstract List<String> arguments(Fleet fleet, Path file);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Set<Task> tasks() {
        return program == null ? Set.of() : EnumSet.of(Task.FAILED_NODE);
    }

    @Override
    public final boolean isProgram() {
        return true;
    }

    @Override
    public final int repetitions(Task task, int wanted) {
        return Math.min(wanted, mostRepetitions);
    }

    @Override
    public final Session prepare(Fleet fleet, Task task) {
        Path file = Program.file(suffix, describe(fleet));
        List<String> command = new ArrayList<>();
        command.add(String.valueOf(program));
        command.addAll(arguments(fleet, file));
        return () -> read(fleet, Program.run(command));
    }

    private int[] read(Fleet fleet, List<String> lines) {
        int[] at = new int[fleet.at().length];
        Arrays.fill(at, -1);
        for (String line : lines) {
            Matcher found = answer.matcher(line);
            if (found.matches()) {
                at[Integer.parseInt(found.group(1))] = Integer.parseInt(found.group(2));
            }
        }
        return Arrays.stream(fleet.waiting()).map(vm -> at[vm]).toArray();
    }
}
