package io.berth.checker.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final Map<String, String> PLANTED =
            Map.of("host h1", "correct horse battery", "bmc h1", "staple staple staple");

    @TempDir Path folder;

    @Test
    void comeBackAsTheyWereWrittenFromAFileOfTheOwner() throws IOException {
        Path file = folder.resolve("secrets.json");
        Files.writeString(file, "from an earlier run");
        Secrets.write(PLANTED, file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Secrets.read(file)).isEqualTo(PLANTED);
    }

    @Test
    void areNotReadFromAFileThatOthersMayRead() throws IOException {
        Path file = folder.resolve("secrets.json");
        Secrets.write(PLANTED, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> Secrets.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("staple");
    }

    @Test
    void areNotSoughtWhenTheyCouldStandThereByChance() throws IOException {
        Path file = folder.resolve("secrets.json");
        Secrets.write(Map.of("host h1", "short"), file);

        assertThatThrownBy(() -> Secrets.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("5 characters")
                .hasMessageNotContaining("short\"");
    }
}
