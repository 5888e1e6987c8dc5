// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.embedded.EmbeddedConnect;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.run.RunFailedException;
import io.dmsconnect.cli.task.TaskDocument;
import java.net.URI;
import java.nio.file.Path;

/** Finds the worker of a 'dms run' on this machine, by its state folder. */
final class LocalRun {
    private LocalRun() {}

    static Path folder(Path given, TaskDocument task) {
        return given == null ? Path.of(".dms", task.id()) : given;
    }

    /**
     * @throws RunFailedException where no run is at work with the folder
     */
    static URI worker(Path folder) {
        return StateFolder.portInUse(folder, EmbeddedConnect.PORT)
                .map(EmbeddedConnect::url)
                .orElseThrow(
                        () ->
                                new RunFailedException(
                                        "no 'dms run' is at work with the state folder %s; start it, or give --connect or --state"
                                                .formatted(folder)));
    }
}
