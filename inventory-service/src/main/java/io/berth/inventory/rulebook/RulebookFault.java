package io.berth.inventory.rulebook;

/**
 * What is wrong with a file of the rulebook, and where.
 *
 * @param file as an administrator finds it
 * @param line from 1; 0 where the fault has no line
 * @param column from 1; 0 where the fault has no line
 */
public record RulebookFault(String file, int line, int column, String detail) {
    /** A fault of the file as a whole. */
    static RulebookFault of(String file, String detail) {
        return new RulebookFault(file, 0, 0, detail);
    }

    @Override
    public String toString() {
        return line == 0 ? file + ": " + detail : file + ":" + line + ":" + column + ": " + detail;
    }
}
