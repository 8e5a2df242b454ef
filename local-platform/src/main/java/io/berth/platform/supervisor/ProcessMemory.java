package io.berth.platform.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How much memory a process and its children hold. */
final class ProcessMemory {
    private ProcessMemory() {}

    /**
     * In KiB. On Linux a page that several processes share is counted in parts (PSS), since
     * PostgreSQL's processes share most of theirs; elsewhere it is the resident size.
     */
    static long residentKiB(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(ProcessMemory::ofOne)
                .sum();
    }

    private static long ofOne(ProcessHandle process) {
        Path rollup = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
        try {
            if (Files.isReadable(rollup)) {
                return Files.readAllLines(rollup, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
            }
            Process ps =
                    new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid()))
                            .start();
            List<String> lines = ps.inputReader(StandardCharsets.UTF_8).lines().toList();
            return lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
        } catch (IOException | NumberFormatException gone) {
            return 0;
        }
    }
}
