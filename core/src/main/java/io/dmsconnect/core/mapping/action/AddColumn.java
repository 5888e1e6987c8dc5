// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;

/** A column of the target that an expression over the source's row fills. */
public record AddColumn(String name, DataType type, String expression) implements Action {}
