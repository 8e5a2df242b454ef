package io.berth.benchmarks;

import java.util.List;

/**
 * What a benchmark found.
 *
 * @param notes how to read the figures
 * @param missed floors and limits that were not kept; empty when all were
 */
record Report(String title, Table table, List<String> notes, List<String> missed) {}
