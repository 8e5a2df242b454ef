package io.berth.replica.domain.adviser;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/** What a quantity is counted in, and how people write it. */
public enum Unit {
    /** Lengths of time, counted in seconds and written in ISO 8601. */
    SECONDS("s", List.of()),
    /** Thousandths of a second. */
    MILLISECONDS("ms", List.of()),
    /** Lengths of cable. */
    KILOMETRES("km", List.of()),
    /** Rates of a link: 10^6 bit a second. */
    MBIT_PER_SECOND("Mbit/s", List.of()),
    /** Amounts of data: 2^30 bytes. */
    GIB("GiB", List.of()),
    /** What may be spent, from the least. */
    BUDGET_CLASS("class", List.of("LOW", "MEDIUM", "HIGH")),
    /** How running VMs are to change the site, from the least demanding. */
    MIGRATION_KIND("kind", List.of("NONE", "QUICK", "LIVE")),
    /** Whether something is so. */
    YES_OR_NO("", List.of("NO", "YES"));

    private final String symbol;
    private final List<String> names;

    Unit(String symbol, List<String> names) {
        this.symbol = symbol;
        this.names = names;
    }

    /** As programs read it; empty where there is nothing to count. */
    public String symbol() {
        return symbol;
    }

    /** The values that there are, in their order; empty for units that count. */
    public List<String> names() {
        return names;
    }

    /**
     * A value from its text.
     *
     * @throws IllegalArgumentException when it is no value of this unit
     */
    public double parse(String text) {
        if (!names.isEmpty()) {
            int index = names.indexOf(text);
            if (index < 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' is none of " + String.join(", ", names));
            }
            return index;
        }
        try {
            return this == SECONDS
                    ? Duration.parse(text).toNanos() / 1e9
                    : new BigDecimal(text).doubleValue();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no ISO 8601 duration such as PT5M", e);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
    }

    /** A value as people read it, to four digits at most. */
    public String format(double value) {
        if (!names.isEmpty()) {
            return names.get((int) value).toLowerCase(Locale.ROOT);
        }
        if (this == SECONDS) {
            return Duration.ofMillis(Math.round(value * 1000)).toString();
        }
        BigDecimal number = BigDecimal.valueOf(value);
        int digits = Math.max(0, 4 - (number.precision() - number.scale()));
        return number.setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString()
                + " "
                + symbol;
    }
}
