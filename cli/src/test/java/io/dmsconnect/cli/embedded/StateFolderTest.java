// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    /** Rows of the databases are in it. */
    @Test
    void oneThatIsMadeIsItsOwnersAlone(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("task/state");
        StateFolder.lock(path).orElseThrow().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        assertThat(StateFolder.lock(path)).hasValueSatisfying(StateFolder::close);
    }
}
