package io.berth.inventory.rest.estate;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * YAML with lines of a bounded length. The scanner copies what it holds of a comment or text with
 * every kilobyte that it reads on, so that one line of some megabytes would keep it busy for hours.
 */
final class ShortLines extends FilterInputStream {
    /** Longest line, in bytes; an element written on one line has a few hundred. */
    static final int MAX_LINE = 64 * 1024;

    private int line = 1;
    private int length;

    ShortLines(InputStream file) {
        super(new BufferedInputStream(file, MAX_LINE));
    }

    /** A line is too long. */
    static final class LongLine extends IOException {
        private static final long serialVersionUID = 1L;
        private final int line;

        LongLine(int line) {
            super(
                    "Line "
                            + line
                            + " has more than "
                            + MAX_LINE
                            + " bytes; break it, or send JSON as application/json");
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            count((byte) read);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int most) throws IOException {
        int read = super.read(buffer, offset, most);
        for (int i = 0; i < read; i++) {
            count(buffer[offset + i]);
        }
        return read;
    }

    private void count(byte read) throws LongLine {
        if (read == '\n' || read == '\r') {
            line += read == '\n' ? 1 : 0;
            length = 0;
        } else if (++length > MAX_LINE) {
            throw new LongLine(line);
        }
    }
}
