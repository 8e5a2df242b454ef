package io.berth.mover.copy;

import io.berth.mover.file.Folder;
import io.berth.mover.file.Slot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder in memory that loses power before a chosen operation. What was not synced is then there,
 * not there, or cut short: of the writes to a file any part, of the names a beginning.
 */
final class FrailFolder implements Folder {
    /** The power is gone. */
    static final class PowerLoss extends IOException {
        private static final long serialVersionUID = 1;
    }

    private record Write(long at, byte[] data) {}

    private static final class Node {
        private byte[] safe = new byte[0];
        private byte[] now = new byte[0];
        private final List<Write> unsafe = new ArrayList<>();
    }

    private interface Naming {
        void on(Map<String, Node> names);
    }

    private Map<String, Node> safe = new TreeMap<>();
    private Map<String, Node> now = new TreeMap<>();
    private final List<Naming> unsafe = new ArrayList<>();
    private long left = Long.MAX_VALUE;
    private long room = Long.MAX_VALUE;
    private long done;

    void losePowerAfter(long operations) {
        left = operations;
    }

    void room(long bytes) {
        room = bytes;
    }

    long operations() {
        return done;
    }

    byte[] content(String name) {
        return node(name).now;
    }

    void damage(String name, int at) {
        node(name).now[at] ^= 0x10;
        node(name).safe = node(name).now.clone();
    }

    private Node node(String name) {
        Node node = now.get(name);
        if (node == null) {
            throw new IllegalArgumentException(name);
        }
        return node;
    }

    /** What is there when the power is back. */
    FrailFolder afterLoss(Random random) {
        FrailFolder after = new FrailFolder();
        Map<String, Node> names = new TreeMap<>(safe);
        int kept = random.nextInt(unsafe.size() + 1);
        unsafe.subList(0, kept).forEach(naming -> naming.on(names));
        names.forEach((name, node) -> {
            Node copy = new Node();
            byte[] content = node.safe;
            for (Write write : node.unsafe) {
                if (random.nextBoolean()) {
                    int bytes =
                            random.nextInt(3) == 0
                                    ? random.nextInt(write.data.length + 1)
                                    : write.data.length;
                    content = with(content, write.at, Arrays.copyOf(write.data, bytes));
                }
            }
            copy.safe = content;
            copy.now = content.clone();
            after.safe.put(name, copy);
        });
        after.now = new TreeMap<>(after.safe);
        return after;
    }

    private void operate() throws IOException {
        if (left-- <= 0) {
            throw new PowerLoss();
        }
        done++;
    }

    private void name(Naming naming) {
        naming.on(now);
        unsafe.add(naming);
    }

    private static byte[] with(byte[] content, long at, byte[] data) {
        byte[] next = Arrays.copyOf(content, (int) Math.max(content.length, at + data.length));
        System.arraycopy(data, 0, next, (int) at, data.length);
        return next;
    }

    @Override
    public synchronized Set<String> names() {
        return Set.copyOf(now.keySet());
    }

    @Override
    public synchronized Slot open(String name) throws IOException {
        Node node = now.get(name);
        if (node == null) {
            throw new NoSuchFileException(name);
        }
        return new FrailSlot(node);
    }

    @Override
    public synchronized Slot create(String name) throws IOException {
        operate();
        Node node = new Node();
        name(names -> names.put(name, node));
        return new FrailSlot(node);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        operate();
        if (!now.containsKey(from)) {
            throw new NoSuchFileException(from);
        }
        name(names -> {
            Node node = names.remove(from);
            if (node != null) {
                names.put(to, node);
            }
        });
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        operate();
        name(names -> names.remove(name));
    }

    @Override
    public synchronized void sync() throws IOException {
        operate();
        safe = new TreeMap<>(now);
        unsafe.clear();
    }

    @Override
    public boolean share(String name, Path to) {
        return false;
    }

    @Override
    public boolean freeze(Path from, String name) {
        return false;
    }

    private final class FrailSlot implements Slot {
        private final Node node;

        private FrailSlot(Node node) {
            this.node = node;
        }

        @Override
        public long size() {
            return node.now.length;
        }

        @Override
        public int read(ByteBuffer to, long at) {
            synchronized (FrailFolder.this) {
                int bytes = (int) Math.clamp(node.now.length - at, 0, to.remaining());
                if (bytes > 0) {
                    to.put(node.now, (int) at, bytes);
                }
                return bytes;
            }
        }

        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            synchronized (FrailFolder.this) {
                operate();
                byte[] data = new byte[from.remaining()];
                from.get(data);
                if ((room -= data.length) < 0) {
                    throw new IOException("No space left on device");
                }
                node.now = with(node.now, at, data);
                node.unsafe.add(new Write(at, data));
            }
        }

        @Override
        public void resize(long bytes) throws IOException {
            synchronized (FrailFolder.this) {
                operate();
                node.now = Arrays.copyOf(node.now, (int) bytes);
                node.safe = Arrays.copyOf(node.safe, (int) bytes);
                node.unsafe.removeIf(write -> write.at + write.data.length > bytes);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (FrailFolder.this) {
                operate();
                node.safe = node.now.clone();
                node.unsafe.clear();
            }
        }

        @Override
        public void close() {}
    }
}
