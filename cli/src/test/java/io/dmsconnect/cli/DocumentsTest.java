// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Documents of the kinds people have on AWS: each is taken by {@code lint} and {@code plan}, and
 * what both say of it is what the file beside it says. Run with {@code -Dgolden.update=true} to
 * write those files, then read them.
 */
class DocumentsTest {
    private static final Path FOLDER = Path.of("src/test/resources/documents");
    private static final String TASK =
            """
            {"ReplicationTaskIdentifier": "t", "MigrationType": "full-load",
             "SourceEndpoint": {"EngineName": "postgres", "ServerName": "h", "Port": 5432,
               "Username": "u", "Password": "${env:P}", "DatabaseName": "d"},
             "TargetEndpoint": {"EngineName": "mariadb", "ServerName": "h", "Port": 3306,
               "Username": "u", "Password": "${env:P}"}}
            """;

    private record Answer(int code, String text) {}

    private static Answer dms(String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine command = Dms.commandLine();
        // what a plan says is beside it, what lint says is its output
        StringWriter ignored = new StringWriter();
        boolean lint = arguments[0].equals("lint");
        command.setOut(new PrintWriter(lint ? text : ignored, true));
        command.setErr(new PrintWriter(text, true));
        return new Answer(command.execute(arguments), text.toString());
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> mappingsAreTaken(@TempDir Path temporary) throws IOException {
        return files("mappings").stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(),
                                        () -> check(file, task(file, temporary))));
    }

    @TestFactory
    Stream<DynamicTest> tasksAreTaken() throws IOException {
        return files("tasks").stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(), () -> check(file, file)));
    }

    private static Path task(Path mappings, Path folder) throws IOException {
        ObjectNode task = (ObjectNode) new JsonMapper().readTree(TASK);
        task.putObject("TableMappings").put("file", mappings.toAbsolutePath().toString());
        return Files.writeString(
                folder.resolve("task-of-" + mappings.getFileName()), task.toString());
    }

    private static void check(Path document, Path task) throws IOException {
        Answer lint = dms("lint", document.toString());
        Answer plan = dms("plan", task.toString());
        assertThat(lint.code()).as(lint.text()).isZero();
        assertThat(plan.code()).as(plan.text()).isZero();
        String said =
                "lint:\n" + lint.text().replace(document + ":", "") + "\nplan:\n" + plan.text();
        Path expected =
                document.resolveSibling(document.getFileName().toString().replace(".json", ".txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, said);
        }
        assertThat(said).isEqualTo(Files.readString(expected));
    }
}
