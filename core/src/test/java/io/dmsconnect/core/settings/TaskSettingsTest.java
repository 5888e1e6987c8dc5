// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskSettingsTest {
    private static TaskSettings group(String name, String members) {
        return TaskSettings.parse("{\"" + name + "\": {" + members.replace('\'', '"') + "}}");
    }

    private static List<String> problemsOf(String json) {
        SettingsException e =
                catchThrowableOfType(
                        SettingsException.class, () -> TaskSettings.parse(json.replace('\'', '"')));
        assertThat(e).as(json).isNotNull();
        assertThat(e.getMessage()).isEqualTo(String.join("\n", e.problems()));
        return e.problems();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TaskSettingsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " \n",
                "null",
                "{}",
                "{\"TargetMetadata\": null, \"Logging\": null, \"PostProcessingRules\": null}",
                "{\"FullLoadSettings\": {}, \"ErrorBehavior\": {\"DataErrorPolicy\": null}}",
                "{\"FullLoadSettings\": {\"CommitRate\": \"\"}}"
            })
    void nothingGivenMeansDefaults(String json) {
        assertThat(TaskSettings.parse(json)).isEqualTo(TaskSettings.defaults());
        assertThat(TaskSettings.parse(json).warnings()).isEmpty();
    }

    @Test
    void defaultsAreAwsDefaultsButNothingIsCut() {
        TaskSettings settings = TaskSettings.defaults();
        assertThat(settings.targetMetadata())
                .isEqualTo(
                        new TargetMetadata(
                                "", true, false, 64, 0, false, 32, 0, 0, 50, 1, 0, 100, 1, false,
                                false));
        assertThat(settings.fullLoad())
                .isEqualTo(
                        new FullLoadSettings(
                                TargetTablePrepMode.DROP_AND_CREATE,
                                false,
                                false,
                                false,
                                8,
                                600,
                                10_000,
                                0));
        assertThat(settings.errorBehavior())
                .isEqualTo(
                        new ErrorBehavior(
                                ErrorPolicy.LOG_ERROR,
                                ErrorPolicy.LOG_ERROR,
                                ErrorPolicy.STOP_TASK,
                                ErrorPolicy.SUSPEND_TABLE,
                                0,
                                ErrorPolicy.IGNORE,
                                ErrorPolicy.SUSPEND_TABLE,
                                ErrorPolicy.STOP_TASK,
                                0,
                                -1,
                                5,
                                true,
                                1800,
                                true,
                                ErrorPolicy.IGNORE_RECORD,
                                ErrorPolicy.LOG_ERROR,
                                ErrorPolicy.LOG_ERROR,
                                ErrorPolicy.LOG_ERROR,
                                0,
                                false,
                                true,
                                false,
                                true));
        assertThat(settings.changeProcessing())
                .isEqualTo(
                        new ChangeProcessingTuning(true, 1, 30, 500, 0, 1000, 1, 1024, 60, 50, -1));
        assertThat(settings.ddlHandling())
                .isEqualTo(new ChangeProcessingDdlHandlingPolicy(true, true, true));
        assertThat(settings.controlTables())
                .isEqualTo(new ControlTablesSettings("", 5, false, false, false, false, false));
    }

    @Test
    void everyKeyIsRead() throws IOException {
        TaskSettings settings = TaskSettings.parse(resource("everything-explicit.json"));
        assertThat(settings.targetMetadata())
                .isEqualTo(
                        new TargetMetadata(
                                "app", true, true, 32, 16, false, 1024, 7, 2, 60, 3, 4, 120, 5,
                                true, true));
        assertThat(settings.fullLoad())
                .isEqualTo(
                        new FullLoadSettings(
                                TargetTablePrepMode.TRUNCATE_BEFORE_LOAD,
                                true,
                                true,
                                true,
                                49,
                                30,
                                50_000,
                                6));
        assertThat(settings.errorBehavior())
                .isEqualTo(
                        new ErrorBehavior(
                                ErrorPolicy.IGNORE_RECORD,
                                ErrorPolicy.SUSPEND_TABLE,
                                ErrorPolicy.LOG_ERROR,
                                ErrorPolicy.STOP_TASK,
                                51,
                                ErrorPolicy.STOP_TASK,
                                ErrorPolicy.STOP_TASK,
                                ErrorPolicy.STOP_TASK,
                                52,
                                3,
                                6,
                                false,
                                900,
                                false,
                                ErrorPolicy.STOP_TASK,
                                ErrorPolicy.INSERT_RECORD,
                                ErrorPolicy.UPDATE_RECORD,
                                ErrorPolicy.SUSPEND_TABLE,
                                53,
                                true,
                                false,
                                true,
                                false));
        assertThat(settings.changeProcessing())
                .isEqualTo(
                        new ChangeProcessingTuning(
                                false, 2, 31, 501, 9, 1001, 8, 1025, 61, 51, 10));
        assertThat(settings.ddlHandling())
                .isEqualTo(new ChangeProcessingDdlHandlingPolicy(false, false, false));
        assertThat(settings.controlTables())
                .isEqualTo(new ControlTablesSettings("ctl", 15, true, true, true, true, true));
    }

    @Test
    void whatTheServiceReturnsHasNoUnknownKeys() throws IOException {
        TaskSettings settings = TaskSettings.parse(resource("expanded.json"));
        assertThat(settings.warnings())
                .containsExactly(
                        "TargetMetadata.LimitedSizeLobMode: large objects are cut after 32 KB"
                                + " (LobMaxSize), as asked for; without this setting they are"
                                + " copied whole",
                        "ErrorBehavior.DataErrorPolicy, ErrorBehavior.DataTruncationErrorPolicy,"
                                + " ErrorBehavior.TableErrorPolicy: accepted but not honoured yet;"
                                + " an error stops the task, so that no row is lost",
                        "ErrorBehavior.ApplyErrorInsertPolicy, ErrorBehavior.ApplyErrorUpdatePolicy:"
                                + " accepted but not honoured yet; the target gets the source's"
                                + " row whether or not it had one, as with INSERT_RECORD and"
                                + " UPDATE_RECORD, and a row that is gone stays gone",
                        "ChangeProcessingDdlHandlingPolicy.HandleSourceTableDropped: accepted but"
                                + " not honoured yet; a dropped table stays on the target");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "'''true''', true",
        "'''Y''', true",
        "'''n''', false",
        "'''False''', false",
        "1, true",
        "0, false",
        "' ''yes'' ', true"
    })
    void booleansInAllSpellings(String json, boolean expected) {
        assertThat(
                        group("ErrorBehavior", "'FailOnTransactionConsistencyBreached': " + json)
                                .errorBehavior()
                                .failOnTransactionConsistencyBreached())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "'12'", "' 12 '", "'+12'"})
    void numbersInAllSpellings(String json) {
        assertThat(group("FullLoadSettings", "'MaxFullLoadSubTasks': " + json).fullLoad())
                .extracting(FullLoadSettings::maxFullLoadSubTasks)
                .isEqualTo(12);
    }

    @Test
    void lowerCaseTwinIsAccepted() {
        String name = "ControlTablesSettings";
        TaskSettings both =
                group(name, "'historyTimeslotInMinutes': 5, 'HistoryTimeslotInMinutes': 7");
        TaskSettings alone = group(name, "'historyTimeslotInMinutes': 6");
        assertThat(both.controlTables().historyTimeslotInMinutes()).isEqualTo(7);
        assertThat(alone.controlTables().historyTimeslotInMinutes()).isEqualTo(6);
        assertThat(both.warnings()).isEmpty();
    }

    @Test
    void fullLobModeAloneTurnsLimitedOff() {
        TargetMetadata metadata = group("TargetMetadata", "'FullLobMode': true").targetMetadata();
        assertThat(metadata.fullLobMode()).isTrue();
        assertThat(metadata.limitedSizeLobMode()).isFalse();
    }

    @Test
    void largeObjectsAreCutOnlyWhereThatIsAskedFor() {
        assertThat(group("TargetMetadata", "").targetMetadata().lobLimitKilobytes()).isZero();
        TaskSettings size = group("TargetMetadata", "'LobMaxSize': 5");
        assertThat(size.targetMetadata().lobLimitKilobytes()).isZero();
        assertThat(size.warnings())
                .containsExactly(
                        "TargetMetadata.LobMaxSize: no effect without LimitedSizeLobMode true:"
                                + " large objects are copied whole");
        String limited = "'LimitedSizeLobMode': true";
        assertThat(group("TargetMetadata", limited).targetMetadata().lobLimitKilobytes())
                .isEqualTo(32);
        assertThat(
                        group("TargetMetadata", limited + ", 'LobMaxSize': 5")
                                .targetMetadata()
                                .lobLimitKilobytes())
                .isEqualTo(5);
        assertThat(group("TargetMetadata", "'SupportLobs': false").warnings())
                .containsExactly(
                        "TargetMetadata.SupportLobs: columns of large objects are left out");
    }

    @Test
    void unknownKeysWarnWithTheirPath() {
        TaskSettings settings =
                TaskSettings.parse(
                        "{\"Foo\": 1, \"FullLoadSettings\": {\"commitrate\": 5, \"Bar\": {}}}");
        assertThat(settings.warnings())
                .containsExactly(
                        "FullLoadSettings.commitrate: unknown setting, ignored; do you mean"
                                + " CommitRate?",
                        "FullLoadSettings.Bar: unknown setting, ignored",
                        "Foo: unknown setting, ignored");
        assertThat(settings.fullLoad().commitRate()).isEqualTo(10_000);
    }

    @Test
    void whatToolsAddSaysNothing() {
        TaskSettings settings =
                TaskSettings.parse(
                        """
                        {"fullLoadSettings": {"commitRate": "7.0", "FullLoadEnabled": true,
                           "ApplyChangesEnabled": false, "ResumeEnabled": false, "Next": null},
                         "CharacterSetSettings": {"CharacterReplacements": [],
                           "CharacterSetSupport": {"CharacterSet": null}},
                         "TTSettings": {}, "ResyncSettings": null, "NextGroup": null,
                         "TargetMetadata": {"FullLobMode": true, "LobMaxSize": 0},
                         "ErrorBehavior": {"ApplyErrorInsertPolicy": "UPDATE_RECORD",
                           "ApplyErrorUpdatePolicy": "INSERT_RECORD"}}""");
        assertThat(settings.fullLoad().commitRate()).isEqualTo(7);
        assertThat(settings.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, NONE",
        "true, false, AFTER_CACHED_CHANGES",
        "false, true, AFTER_FULL_LOAD",
        "true, true, AFTER_FULL_LOAD"
    })
    void theEarlierStopPointCounts(boolean applied, boolean notApplied, StopPoint expected) {
        TaskSettings settings =
                group(
                        "FullLoadSettings",
                        "'StopTaskCachedChangesApplied': %s, 'StopTaskCachedChangesNotApplied': %s"
                                .formatted(applied, notApplied));
        assertThat(settings.fullLoad().stopPoint()).isEqualTo(expected);
        assertThat(settings.warnings()).hasSize(applied && notApplied ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TargetMetadata|BatchApplyEnabled|true",
                "TargetMetadata|TaskRecoveryTableEnabled|true",
                "ErrorBehavior|TableErrorPolicy|\"SUSPEND_TABLE\"",
                "ErrorBehavior|DataMaskingErrorPolicy|\"LOG_ERROR\"",
                "ErrorBehavior|ApplyErrorDeletePolicy|\"LOG_ERROR\"",
                "ErrorBehavior|ApplyErrorFailOnTruncationDdl|true",
                "ChangeProcessingTuning|RecoveryTimeout|10",
                "ControlTablesSettings|StatusTableEnabled|true",
                "ValidationSettings|EnableValidation|true",
                "ValidationSettings|ValidationOnly|\"true\"",
                "ResyncSettings|EnableResync|true",
                "LoopbackPreventionSettings|EnableLoopbackPrevention|true",
                "BeforeImageSettings|EnableBeforeImage|true",
                "CharacterSetSettings|CharacterReplacements|[{}]",
                "TTSettings|EnableTT|true",
            })
    void whatIsNotHonouredIsTold(String group, String key, String value) {
        assertThat(group(group, "'" + key + "': " + value).warnings())
                .singleElement()
                .asString()
                .startsWith(group + "." + key + ": accepted but not honoured yet; ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ErrorBehavior|DataErrorPolicy|\"STOP_TASK\"",
                "ValidationSettings|EnableValidation|false",
                "ValidationSettings|ThreadCount|7",
                "StreamBufferSettings|StreamBufferCount|4",
                "CharacterSetSettings|CharacterReplacements|[]",
                "TargetMetadata|ParallelLoadBufferSize|500",
                "Logging|LogComponents|[{}]",
            })
    void whatCannotMatterIsSilent(String group, String key, String value) {
        assertThat(group(group, "'" + key + "': " + value).warnings()).isEmpty();
    }

    @Test
    void allProblemsAreToldTogetherWithTheirPaths() {
        String json =
                "{'FullLoadSettings': {'TargetTablePrepMode': 'DROP', 'CommitRate': 50001,"
                        + " 'MaxFullLoadSubTasks': 'many', 'CreatePkAfterFullLoad': 'maybe'},"
                        + " 'ErrorBehavior': {'TableErrorPolicy': 'LOG_ERROR',"
                        + " 'RecoverableErrorCount': -2},"
                        + " 'TargetMetadata': {'TargetSchema': ['a'], 'FullLobMode': true,"
                        + " 'LimitedSizeLobMode': true},"
                        + " 'ControlTablesSettings': 5, 'ValidationSettings':"
                        + " {'EnableValidation': {'a': 1}}}";
        assertThat(problemsOf(json))
                .containsExactly(
                        "TargetMetadata.TargetSchema: has to be a text, not an array",
                        "TargetMetadata.FullLobMode: only one of FullLobMode and"
                                + " LimitedSizeLobMode can be true",
                        "FullLoadSettings.TargetTablePrepMode: has to be one of DO_NOTHING,"
                                + " DROP_AND_CREATE, TRUNCATE_BEFORE_LOAD, not 'DROP'",
                        "FullLoadSettings.CreatePkAfterFullLoad: has to be true or false, not"
                                + " 'maybe'",
                        "FullLoadSettings.MaxFullLoadSubTasks: has to be a whole number, from 1 to"
                                + " 49, not 'many'",
                        "FullLoadSettings.CommitRate: has to be a whole number, from 1 to 50000,"
                                + " not '50001'",
                        "ErrorBehavior.TableErrorPolicy: has to be one of SUSPEND_TABLE,"
                                + " STOP_TASK, not 'LOG_ERROR'",
                        "ErrorBehavior.RecoverableErrorCount: has to be a whole number, -1 or"
                                + " more, not '-2'",
                        "ControlTablesSettings: has to be an object such as {}, not a number",
                        "ValidationSettings.EnableValidation: has to be true or false, not an"
                                + " object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "'x'"})
    void somethingElseIsAProblem(String json) {
        assertThat(problemsOf(json)).singleElement().asString().contains("JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': 1,}|line 1, column 9",
                "{'a'|line 1",
                "{} {}|line 1",
                "{'a': 1, 'a': 2}|Duplicate"
            })
    void brokenJsonIsAProblem(String json, String expected) {
        assertThat(problemsOf(json)).singleElement().asString().contains(expected);
    }

    /** Whatever is replaced: settings or a SettingsException, nothing else. */
    @Test
    void damagedSettingsNeverFailOtherwise() throws IOException {
        String document = resource("expanded.json");
        Random random = new Random(7);
        String[] noise = {
            "{", "}", "[1]", "null", "\"x\"", "-1", "9e9", ":", "true", "", "\\", "1e999"
        };
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder damaged = new StringBuilder(document);
            int at = random.nextInt(document.length());
            int value = document.indexOf(": ", at);
            if (random.nextBoolean() && value > 0) {
                int end = value + 2;
                while (",\n".indexOf(document.charAt(end)) < 0) {
                    end++;
                }
                damaged.replace(value + 2, end, noise[random.nextInt(noise.length)]);
            } else {
                damaged.replace(
                        at,
                        Math.min(document.length(), at + random.nextInt(4)),
                        noise[random.nextInt(noise.length)]);
            }
            try {
                TaskSettings.parse(damaged.toString());
                read++;
            } catch (SettingsException e) {
                assertThat(e.problems()).as(damaged.toString()).isNotEmpty();
            }
        }
        assertThat(read).as("some stay valid, others do not").isBetween(100, 4_900);
    }

    @ParameterizedTest
    @CsvSource({
        "full-load, FULL_LOAD, true, false",
        "cdc, CDC, false, true",
        "full-load-and-cdc, FULL_LOAD_AND_CDC, true, true"
    })
    void migrationTypes(String text, MigrationType type, boolean loads, boolean follows) {
        assertThat(MigrationType.parse(text)).isEqualTo(type).hasToString(text);
        assertThat(type.loads()).isEqualTo(loads);
        assertThat(type.followsChanges()).isEqualTo(follows);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "FULL_LOAD", "fullload"})
    void otherMigrationTypesAreRefused(String text) {
        assertThat(catchThrowableOfType(SettingsException.class, () -> MigrationType.parse(text)))
                .hasMessageContaining("full-load, cdc, full-load-and-cdc");
    }
}
