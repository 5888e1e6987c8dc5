package io.dmsconnect.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dms demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Shows a migration.")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return ExitCode.FAILED;
    }
}
