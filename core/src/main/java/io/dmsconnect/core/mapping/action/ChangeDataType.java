// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;

/** The target's column has another type. */
public record ChangeDataType(DataType type) implements Action {}
