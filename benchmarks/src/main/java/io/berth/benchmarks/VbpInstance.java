package io.berth.benchmarks;

import io.berth.placement.domain.pack.Packing;
import io.berth.placement.domain.pack.PackingTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Scanner;

/**
 * An instance of vector bin packing in the public format: how many dimensions; what a bin has of
 * each; how many kinds of items; for each kind its sizes and how many there are.
 *
 * @param name of the file, without its ending
 * @param sizes of each item
 */
record VbpInstance(String name, long[] capacity, List<long[]> sizes) {
    static final String ENDING = ".vbp";

    /**
     * @throws IllegalArgumentException when it is not in that format
     */
    static VbpInstance read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).replace(ENDING, "");
        try (Scanner text = new Scanner(Files.readString(file))) {
            long[] capacity = numbers(text, text.nextInt());
            int kinds = text.nextInt();
            List<long[]> sizes = new ArrayList<>();
            for (int kind = 0; kind < kinds; kind++) {
                long[] size = numbers(text, capacity.length);
                sizes.addAll(Collections.nCopies(text.nextInt(), size));
            }
            return new VbpInstance(name, capacity, sizes);
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException(
                    file
                            + " is no instance of vector bin packing: it ends too early, or has a"
                            + " word where a number belongs",
                    e);
        }
    }

    private static long[] numbers(Scanner text, int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = text.nextLong();
        }
        return numbers;
    }

    /** What its name begins with. */
    String family() {
        int end = name.indexOf('_');
        return end < 0 ? name : name.substring(0, end);
    }

    /** Sizes as parts of a bin. */
    double[][] parts() {
        return sizes.stream()
                .map(size -> {
                    double[] part = new double[size.length];
                    for (int d = 0; d < size.length; d++) {
                        part[d] = (double) size[d] / capacity[d];
                    }
                    return part;
                })
                .toArray(double[][]::new);
    }

    PackingTask task() {
        List<PackingTask.Kind> kinds =
                sizes.stream()
                        .map(size -> new PackingTask.Kind(list(size), 1, new BitSet()))
                        .toList();
        PackingTask.Bin bin = new PackingTask.Bin(list(capacity), false);
        return new PackingTask(kinds, Collections.nCopies(sizes.size(), bin));
    }

    private static List<Long> list(long[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /**
     * How many bins a packing uses, counted anew.
     *
     * @throws IllegalStateException when it leaves an item out or fills a bin too full
     */
    int judge(Packing packing) {
        long[][] used = new long[sizes.size()][capacity.length];
        BitSet opened = new BitSet();
        for (int item = 0; item < sizes.size(); item++) {
            int bin = packing.binOf(item);
            if (bin == Packing.NOWHERE) {
                throw new IllegalStateException(name + ": item " + item + " has no bin");
            }
            opened.set(bin);
            for (int d = 0; d < capacity.length; d++) {
                used[bin][d] += sizes.get(item)[d];
                if (used[bin][d] > capacity[d]) {
                    throw new IllegalStateException(
                            "%s: bin %d holds %d of %d in dimension %d"
                                    .formatted(name, bin, used[bin][d], capacity[d], d));
                }
            }
        }
        return opened.cardinality();
    }
}
