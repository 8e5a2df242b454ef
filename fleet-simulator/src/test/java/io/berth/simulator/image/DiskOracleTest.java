package io.berth.simulator.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.VmId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A right image is known as one, and each kind of damage is told from it. */
class DiskOracleTest {
    private static final VmId VM = new VmId("vm-1");
    private static final long BYTES = VmDisk.SMALLEST;

    @TempDir Path folder;
    private Path image = Path.of("");
    private VmDisk disk = new VmDisk(image);

    @BeforeEach
    void create() throws IOException {
        image = folder.resolve("vm-1.img");
        disk = VmDisk.create(image, VM, BYTES, 7);
        for (int i = 0; i < 100; i++) {
            disk.write();
        }
    }

    @Test
    void aDiskIsRightAfterEachWrite() throws IOException {
        for (int i = 0; i < 20; i++) {
            disk.write();
            assertThat(DiskOracle.verify(image)).isEqualTo(new Finding.Sound(disk.superblock()));
        }
        assertThat(disk.superblock().newest()).isEqualTo(VmDisk.INSTALLED + 120);
        assertThat(Files.size(image)).isEqualTo(BYTES);
    }

    @Test
    void aLargeDiskThatWasHardlyWrittenIsRight() throws IOException {
        Path large = folder.resolve("large.img");
        VmDisk.create(large, VM, 256 * BYTES, 1);
        assertThat(DiskOracle.verify(large)).isInstanceOf(Finding.Sound.class);
    }

    @Test
    void oneByteIsTold() throws IOException {
        long block = lastBlock();
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(block * GuestWrite.BLOCK + 1234);
            int was = file.read();
            file.seek(block * GuestWrite.BLOCK + 1234);
            file.write(was ^ 1);
        }
        assertThat(only())
                .isEqualTo(new Finding.Wrong(block, Finding.Kind.DAMAGED, newest().number(), 0));
    }

    @Test
    void anOlderBlockIsTold() throws IOException {
        Path before = folder.resolve("before.img");
        Files.copy(image, before);
        GuestWrite next = next();
        disk.write();
        copyBlock(before, next.block(blocks()), next.block(blocks()));
        Finding.Wrong wrong = only();
        assertThat(wrong.kind()).isEqualTo(Finding.Kind.OLDER);
        assertThat(wrong.expected()).isEqualTo(next.number());
        assertThat(wrong.found()).isPositive().isLessThan(next.number());
    }

    @Test
    void aLaterBlockIsTold() throws IOException {
        Path before = folder.resolve("before.img");
        Files.copy(image, before);
        GuestWrite next = next();
        disk.write();
        Path later = folder.resolve("later.img");
        Files.copy(image, later);
        Files.copy(before, image, StandardCopyOption.REPLACE_EXISTING);
        copyBlock(later, next.block(blocks()), next.block(blocks()));
        Finding.Wrong wrong = only();
        assertThat(wrong.kind()).isEqualTo(Finding.Kind.LATER);
        assertThat(wrong.found()).isEqualTo(next.number());
    }

    @Test
    void aBlockInAnotherPlaceIsTold() throws IOException {
        long from = lastBlock();
        long to = from == 1 ? 2 : 1;
        copyBlock(image, from, to);
        assertThat(only().kind()).isEqualTo(Finding.Kind.MISPLACED);
        assertThat(only().block()).isEqualTo(to);
    }

    @Test
    void aBlockThatIsMissingIsTold() throws IOException {
        put(lastBlock(), new byte[GuestWrite.BLOCK]);
        assertThat(only())
                .isEqualTo(
                        new Finding.Wrong(lastBlock(), Finding.Kind.OLDER, newest().number(), 0));
    }

    @Test
    void aSuperblockThatIsDamagedOrOfAnotherSizeSaysNothing() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(20);
            file.write(1);
        }
        assertThat(DiskOracle.verify(image)).isInstanceOf(Finding.Unreadable.class);
        create(image.resolveSibling("short.img"), BYTES - 1);
        assertThat(DiskOracle.verify(folder.resolve("short.img")))
                .isInstanceOf(Finding.Unreadable.class);
        assertThat(DiskOracle.verify(folder.resolve("none.img")))
                .isInstanceOf(Finding.Unreadable.class);
    }

    /** A lost branch of writes does not pass for the one that came after a promotion. */
    @Test
    void anotherGenerationIsTold() throws IOException {
        Path lost = folder.resolve("lost.img");
        Files.copy(image, lost);
        VmDisk branch = new VmDisk(lost);
        GuestWrite next = next();
        branch.write();
        disk.begin(8);
        disk.write();
        assertThat(DiskOracle.verify(image)).isInstanceOf(Finding.Sound.class);
        assertThat(disk.superblock().generation()).isEqualTo(8);
        copyBlock(lost, next.block(blocks()), next.block(blocks()));
        assertThat(DiskOracle.verify(image))
                .isInstanceOfSatisfying(
                        Finding.Damaged.class,
                        damaged ->
                                assertThat(damaged.wrong())
                                        .anySatisfy(wrong ->
                                                assertThat(wrong.kind())
                                                        .isEqualTo(Finding.Kind.LATER)));
    }

    @Test
    void aGenerationThatIsForgottenLeavesNothingBehind() throws IOException {
        for (int generation = 8; generation < 8 + 2 * Superblock.MOST_SEGMENTS; generation++) {
            disk.begin(generation);
            if (generation % 3 != 0) {
                disk.write();
            }
            assertThat(DiskOracle.verify(image)).isInstanceOf(Finding.Sound.class);
        }
        assertThat(disk.superblock().segments()).hasSize(Superblock.MOST_SEGMENTS);
    }

    @Test
    void aWriteThatAKillInterruptedIsUndone() throws IOException {
        GuestWrite next = next();
        byte[] half = new byte[GuestWrite.BLOCK];
        next.content().get(half, 0, GuestWrite.BLOCK / 2);
        put(next.block(blocks()), half);
        assertThat(DiskOracle.verify(image)).isInstanceOf(Finding.Damaged.class);
        disk.settle();
        assertThat(DiskOracle.verify(image)).isInstanceOf(Finding.Sound.class);
        assertThat(disk.superblock().newest()).isEqualTo(next.number() - 1);
    }

    private long blocks() {
        return BYTES / GuestWrite.BLOCK;
    }

    private GuestWrite newest() throws IOException {
        Superblock now = disk.superblock();
        return now.write(now.newest());
    }

    private GuestWrite next() throws IOException {
        Superblock now = disk.superblock();
        return now.write(now.newest() + 1);
    }

    private long lastBlock() throws IOException {
        return newest().block(blocks());
    }

    private Finding.Wrong only() {
        Finding finding = DiskOracle.verify(image);
        assertThat(finding).isInstanceOf(Finding.Damaged.class);
        Finding.Damaged damaged = (Finding.Damaged) finding;
        assertThat(damaged.count()).isEqualTo(1);
        return damaged.wrong().getFirst();
    }

    private void copyBlock(Path from, long block, long to) throws IOException {
        byte[] content = new byte[GuestWrite.BLOCK];
        try (RandomAccessFile file = new RandomAccessFile(from.toFile(), "r")) {
            file.seek(block * GuestWrite.BLOCK);
            file.readFully(content);
        }
        put(to, content);
    }

    private void put(long block, byte[] content) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(block * GuestWrite.BLOCK);
            file.write(content);
        }
    }

    private void create(Path file, long bytes) throws IOException {
        byte[] all = Files.readAllBytes(image);
        Files.write(file, ByteBuffer.wrap(all, 0, (int) bytes).slice().array());
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(bytes);
        }
    }
}
