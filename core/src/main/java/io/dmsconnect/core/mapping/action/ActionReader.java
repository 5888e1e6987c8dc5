// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;
import java.util.List;
import java.util.Optional;

/** Reads the parameters of actions that have more than one. */
final class ActionReader {
    private static final String VALUE = "value";

    private ActionReader() {}

    static Action rename(Parameters parameters) {
        Optional<String> expression = parameters.text("expression");
        if (expression.isPresent()) {
            if (parameters.text(VALUE).isPresent()) {
                parameters.problem("expression", "give either value or expression, not both");
            }
            return new RenameByExpression(expression.get());
        }
        return new Rename(parameters.required(VALUE, "the new name, or expression an expression"));
    }

    static Action addColumn(Parameters parameters) {
        String name = parameters.required(VALUE, "the new column's name");
        String expression =
                parameters.required("expression", "an SQLite expression, such as $a || $b");
        DataType type = parameters.dataType();
        return type == null ? null : new AddColumn(name, type, expression);
    }

    static Action changeDataType(Parameters parameters) {
        DataType type = parameters.dataType();
        return type == null ? null : new ChangeDataType(type);
    }

    static Action digitsMask(Parameters parameters) {
        String text = parameters.required(VALUE, "the character that stands for every digit");
        boolean printable = text.length() == 1 && text.charAt(0) > ' ' && text.charAt(0) < 127;
        if (!text.isEmpty() && !printable) {
            parameters.problem(VALUE, "has to be one printable ASCII character, not a blank");
        }
        return new MaskColumn(MaskColumn.Kind.DIGITS_MASK, text.isEmpty() ? '*' : text.charAt(0));
    }

    static Action key(Parameters parameters) {
        Optional<Parameters> definition = parameters.nested("primary-key-def");
        if (definition.isEmpty()) {
            parameters.required("primary-key-def", "an object with name and columns");
            return null;
        }
        Parameters key = definition.get();
        String origin = key.text("origin").orElse("primary-key");
        if (!origin.equals("primary-key") && !origin.equals("unique-index")) {
            key.problem("origin", "has to be primary-key or unique-index");
        }
        List<String> columns = key.texts("columns", "the target's key columns, in their order");
        return new DefinePrimaryKey(
                key.text("name").orElse(""), origin.equals("unique-index"), columns);
    }

    static Action beforeImage(Parameters parameters) {
        Optional<Parameters> definition = parameters.nested("before-image-def");
        if (definition.isEmpty()) {
            return new AddBeforeImage("BI_", "", AddBeforeImage.Filter.PK_ONLY);
        }
        Parameters image = definition.get();
        String suffix = image.text("column-suffix").orElse("");
        String prefix = image.text("column-prefix").orElse(suffix.isEmpty() ? "BI_" : "");
        String wanted = image.text("column-filter").orElse("pk-only");
        Optional<AddBeforeImage.Filter> filter = AddBeforeImage.Filter.named(wanted);
        if (filter.isEmpty()) {
            image.problem("column-filter", "has to be one of pk-only, non-lob, all");
        }
        return new AddBeforeImage(prefix, suffix, filter.orElse(AddBeforeImage.Filter.PK_ONLY));
    }
}
