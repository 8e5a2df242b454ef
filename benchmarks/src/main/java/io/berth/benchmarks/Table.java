package io.berth.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table as text: the first column to the left, figures to the right. */
public record Table(List<String> head, List<List<String>> rows) {
    /** Its lines, columns aligned. */
    public List<String> lines() {
        List<List<String>> all = new ArrayList<>();
        all.add(head);
        all.addAll(rows);
        int[] widths =
                IntStream.range(0, head.size())
                        .map(column ->
                                all.stream()
                                        .mapToInt(row -> row.get(column).length())
                                        .max()
                                        .orElse(0))
                        .toArray();
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> {
                    String cell = row.get(column);
                    String space = " ".repeat(widths[column] - cell.length());
                    return column == 0 ? cell + space : space + cell;
                })
                .collect(Collectors.joining("  ", "  ", ""));
    }
}
