// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.cli.embedded.StateFolder;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentenceTest {
    @Test
    void aFolderThatIsNotOurs() {
        assertThat(Sentence.of(new UncheckedIOException(new AccessDeniedException("/root/nope"))))
                .isEqualTo(
                        "this user may not write or read /root/nope; change its owner, or give"
                                + " another folder");
    }

    @Test
    void aFileInPlaceOfAFolder(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("state"));
        Throwable failure = Assertions.catchThrowable(() -> StateFolder.lock(file));
        assertThat(Sentence.of(failure)).isEqualTo(file + " is a file where a folder has to be");
    }

    @Test
    void anythingElse() {
        assertThat(Sentence.of(new IllegalStateException("no free port")))
                .isEqualTo("no free port");
        assertThat(Sentence.of(new IllegalStateException()))
                .isEqualTo("an unexpected failure: IllegalStateException");
    }
}
