// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmsconnect.core.json.JsonText;
import io.dmsconnect.core.json.JsonTextException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files that people have made with whatever tool they have. */
final class Texts {
    private Texts() {}

    /** The tree of a document that has to be there. */
    static JsonNode tree(String json, String name) {
        JsonNode root;
        try {
            root = JsonText.read(json);
        } catch (JsonTextException e) {
            throw new TaskException(
                    List.of(name + " is not valid JSON: " + e.getMessage() + otherForm(json)));
        }
        if (root.isMissingNode()) {
            throw new TaskException(List.of(name + " is empty; it has to be a task document"));
        }
        return root;
    }

    /** What people bring that is not JSON, and how to have it as JSON. */
    private static String otherForm(String text) {
        if (text.stripLeading().matches("(?s)(---|#|AWSTemplateFormatVersion:|Resources:).*")) {
            return "; of a template in YAML, give it as JSON (cdk synth --json, or any converter)";
        }
        return text.matches("(?s).*(resource|variable|provider|module)\\s+\"[^\"]+\".*\\{.*")
                ? "; in place of Terraform's own language give what 'terraform show -json' prints"
                : "";
    }

    /**
     * UTF-8, or what a byte order mark says: the older shell of Windows writes UTF-16.
     *
     * @param name what the file is called in messages
     */
    static String read(Path file, String name) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return JsonText.withoutByteOrderMark(text);
        } catch (NoSuchFileException e) {
            throw new TaskException(List.of("there is no file " + name));
        } catch (CharacterCodingException e) {
            throw new TaskException(List.of(name + " is not UTF-8 text"));
        } catch (AccessDeniedException e) {
            throw new TaskException(List.of(name + " cannot be read: permission denied"));
        } catch (IOException e) {
            String why =
                    Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
            throw new TaskException(List.of(name + " cannot be read: " + why));
        }
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length > 1 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        return bytes.length > 1 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF
                ? StandardCharsets.UTF_16BE
                : StandardCharsets.UTF_8;
    }
}
