// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.function.IntSupplier;

/**
 * Every digit becomes a random one. With a key the digits follow from the value, so that the same
 * value always has the same mask, and who has not the key still cannot tell it.
 */
record DigitsRandomize(Hmac hmac) implements Mask {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TRIES = 1000;

    /**
     * @param key empty for none
     */
    DigitsRandomize(byte[] key) {
        this(key.length == 0 ? null : new Hmac(key));
    }

    @Override
    public boolean accepts(DataType type) {
        return switch (type.kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC -> true;
            default -> Texts.isText(type);
        };
    }

    @Override
    public DataType type(DataType source) {
        return Texts.isText(source)
                ? Texts.plain(source)
                : new DataType(
                        source.kind(), source.length(), source.precision(), source.scale(), "", "");
    }

    @Override
    public Object mask(Object value, DataType type) {
        if (value == null) {
            return null;
        }
        IntSupplier digits = digits(value.toString());
        if (value instanceof String text) {
            return randomized(text, digits);
        } else if (value instanceof BigDecimal decimal) {
            return new BigDecimal(
                    new BigInteger(randomized(decimal.unscaledValue().toString(), digits)),
                    decimal.scale());
        } else if (value instanceof Long number) {
            return fitting(number.toString(), most(type), digits).longValue();
        } else if (value instanceof BigInteger number) {
            return fitting(number.toString(), most(type), digits);
        }
        throw new MaskException("the value has no digits and cannot be masked");
    }

    /** The type's largest number; with a minus before it each type holds it, too. */
    private static BigInteger most(DataType type) {
        int bits =
                switch (type.kind()) {
                    case INT1 -> 7;
                    case UINT1 -> 8;
                    case INT2 -> 15;
                    case UINT2 -> 16;
                    case INT4 -> 31;
                    case UINT4 -> 32;
                    case INT8 -> 63;
                    case UINT8 -> 64;
                    default -> throw new MaskException("the column has no integers");
                };
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    private static BigInteger fitting(String text, BigInteger most, IntSupplier digits) {
        for (int i = 0; i < TRIES; i++) {
            BigInteger number = new BigInteger(randomized(text, digits));
            if (number.abs().compareTo(most) <= 0) {
                return number;
            }
        }
        return BigInteger.ZERO;
    }

    private static String randomized(String text, IntSupplier digits) {
        StringBuilder masked = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (Character.isDigit(c)) {
                                masked.append((char) ('0' + digits.getAsInt()));
                            } else {
                                masked.appendCodePoint(c);
                            }
                        });
        return masked.toString();
    }

    private IntSupplier digits(String value) {
        if (hmac == null) {
            return () -> RANDOM.nextInt(10);
        }
        byte[] seed = hmac.of(value.getBytes(StandardCharsets.UTF_8));
        return new IntSupplier() {
            private byte[] block = {};
            private int at;
            private int count;

            @Override
            public int getAsInt() {
                while (true) {
                    if (at == block.length) {
                        block = hmac.of(ByteBuffer.allocate(36).put(seed).putInt(count++).array());
                        at = 0;
                    }
                    int next = block[at++] & 0xFF;
                    if (next < 250) {
                        return next % 10;
                    }
                }
            }
        };
    }
}
