package io.berth.benchmarks.peers;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.constructionheuristic.ConstructionHeuristicPhaseConfig;
import ai.timefold.solver.core.config.constructionheuristic.ConstructionHeuristicType;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Timefold: its construction heuristic alone (first fit), which takes for each VM the host with the
 * best score, by an incremental calculation. Local search after it would only take longer.
 */
final class Timefold implements Peer {
    @Override
    public String name() {
        return "Timefold, construction heuristic";
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.allOf(Task.class);
    }

    @Override
    public Session prepare(Fleet fleet, Task task) {
        List<Machine> machines =
                IntStream.range(0, fleet.hosts())
                        .filter(host -> host != fleet.failed())
                        .mapToObj(host -> new Machine(host, fleet.capacity()[host].clone()))
                        .toList();
        Machine[] byNumber = new Machine[fleet.hosts()];
        machines.forEach(machine -> byNumber[machine.number] = machine);
        for (int vm = 0; vm < fleet.at().length; vm++) {
            if (fleet.at()[vm] >= 0) {
                byNumber[fleet.at()[vm]].take(fleet.demand()[vm]);
            }
        }
        List<Guest> guests =
                IntStream.of(fleet.waiting())
                        .mapToObj(vm -> new Guest(vm, fleet.demand()[vm]))
                        .toList();
        SolverConfig config =
                new SolverConfig()
                        .withSolutionClass(Estate.class)
                        .withEntityClasses(Guest.class)
                        .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                        .withScoreDirectorFactory(
                                new ScoreDirectorFactoryConfig()
                                        .withIncrementalScoreCalculatorClass(
                                                task == Task.PACK
                                                        ? FewestHosts.class
                                                        : MostEven.class))
                        .withPhases(
                                new ConstructionHeuristicPhaseConfig()
                                        .withConstructionHeuristicType(
                                                ConstructionHeuristicType.FIRST_FIT));
        Solver<Estate> solver = SolverFactory.<Estate>create(config).buildSolver();
        Estate estate = new Estate(machines, guests);
        return () ->
                solver.solve(estate).guests.stream()
                        .mapToInt(guest -> guest.machine == null ? -1 : guest.machine.number)
                        .toArray();
    }

    /** A host, with what it has left before the VMs that wait. */
    public static final class Machine {
        final int number;
        final int[] capacity;
        final int[] left;

        Machine(int number, int[] capacity) {
            this.number = number;
            this.capacity = capacity;
            this.left = capacity.clone();
        }

        void take(int[] demand) {
            for (int resource = 0; resource < left.length; resource++) {
                left[resource] -= demand[resource];
            }
        }
    }

    /** A VM that waits. */
    @PlanningEntity
    public static final class Guest {
        @PlanningId @Nullable Integer number;

        int[] demand = {};

        @PlanningVariable @Nullable Machine machine;

        /** For the solver. */
        public Guest() {}

        Guest(int number, int[] demand) {
            this.number = number;
            this.demand = demand;
        }
    }

    /** All of it. */
    @PlanningSolution
    public static final class Estate {
        @ValueRangeProvider @ProblemFactCollectionProperty List<Machine> machines = List.of();

        @PlanningEntityCollectionProperty List<Guest> guests = List.of();

        @PlanningScore @Nullable HardSoftLongScore score;

        /** For the solver. */
        public Estate() {}

        Estate(List<Machine> machines, List<Guest> guests) {
            this.machines = machines;
            this.guests = guests;
        }
    }

    /** Hard: what hosts lack. Soft: differs by what is asked for. */
    public abstract static class Calculator
            implements IncrementalScoreCalculator<Estate, HardSoftLongScore> {
        private int[][] left = {};
        private int[][] capacity = {};
        private long lacking;
        private long soft;

        @Override
        public void resetWorkingSolution(Estate estate) {
            int last = estate.machines.getLast().number;
            left = new int[last + 1][];
            capacity = new int[last + 1][];
            lacking = 0;
            soft = 0;
            for (Machine machine : estate.machines) {
                left[machine.number] = machine.left.clone();
                capacity[machine.number] = machine.capacity;
            }
            estate.guests.forEach(this::insert);
        }

        /** Of a host with so much left, in a unit of its own. */
        abstract long value(int[] left, int[] capacity);

        @Override
        public void beforeEntityAdded(Object entity) {}

        @Override
        public void afterEntityAdded(Object entity) {
            insert((Guest) entity);
        }

        @Override
        public void beforeVariableChanged(Object entity, String variable) {
            retract((Guest) entity);
        }

        @Override
        public void afterVariableChanged(Object entity, String variable) {
            insert((Guest) entity);
        }

        @Override
        public void beforeEntityRemoved(Object entity) {
            retract((Guest) entity);
        }

        @Override
        public void afterEntityRemoved(Object entity) {}

        @Override
        public HardSoftLongScore calculateScore() {
            return HardSoftLongScore.of(-lacking, soft);
        }

        private void insert(Guest guest) {
            change(guest, -1);
        }

        private void retract(Guest guest) {
            change(guest, 1);
        }

        private void change(Guest guest, int sign) {
            if (guest.machine == null) {
                return;
            }
            int[] row = left[guest.machine.number];
            int[] whole = capacity[guest.machine.number];
            soft -= value(row, whole);
            for (int resource = 0; resource < row.length; resource++) {
                lacking += Math.min(row[resource], 0);
                row[resource] += sign * guest.demand[resource];
                lacking -= Math.min(row[resource], 0);
            }
            soft += value(row, whole);
        }
    }

    /** Rewards full hosts: the sum of the squares of their fill. */
    public static final class FewestHosts extends Calculator {
        @Override
        long value(int[] left, int[] capacity) {
            return fill(left, capacity) * fill(left, capacity);
        }
    }

    /** Punishes full hosts. */
    public static final class MostEven extends Calculator {
        @Override
        long value(int[] left, int[] capacity) {
            return -fill(left, capacity) * fill(left, capacity);
        }
    }

    private static long fill(int[] left, int[] capacity) {
        long sum = 0;
        for (int resource = 0; resource < left.length; resource++) {
            sum += 1000L * (capacity[resource] - left[resource]) / capacity[resource];
        }
        return sum;
    }
}
