// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.mapping.action.MaskColumn.Kind;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.SpecialValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskTest {
    private static final byte[] NO_KEY = {};
    private static final byte[] KEY = "a key".getBytes();
    private static final DataType TEXT = DataType.string(DataType.Kind.STRING, 20);

    private static Mask mask(Kind kind, byte[] key) {
        return new MaskColumn(kind, '#').mask(key);
    }

    @Test
    void digitsBecomeTheCharacter() {
        Mask mask = mask(Kind.DIGITS_MASK, NO_KEY);
        assertThat(mask.mask("C6BGJ566669K", TEXT)).isEqualTo("C#BGJ######K");
        assertThat(mask.mask("🐘 1", TEXT)).isEqualTo("🐘 #");
        assertThat(mask.mask("", TEXT)).isEqualTo("");
        assertThat(mask.type(TEXT.declared("postgres", "uuid")).declaration()).isEmpty();
    }

    @Test
    void hashesAreSha256InUpperCase() {
        assertThat(mask(Kind.HASH_MASK, NO_KEY).mask("abc", TEXT))
                .isEqualTo("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
        assertThat(mask(Kind.HASH_MASK, NO_KEY).type(TEXT).length()).isEqualTo(64);
    }

    @Test
    void utf8IsHashedLikeItsText() {
        Utf8Mask mask = mask(Kind.HASH_MASK, NO_KEY).ofUtf8().orElseThrow();
        for (String text : new String[] {"", "abc", "Zoë 🐘", "x".repeat(1000)}) {
            byte[] utf8 = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
            assertThat(new String(mask.mask(utf8, 1, utf8.length - 2), StandardCharsets.UTF_8))
                    .isEqualTo(mask(Kind.HASH_MASK, NO_KEY).mask(text, TEXT));
        }
        assertThat(mask(Kind.DIGITS_MASK, NO_KEY).ofUtf8()).isEmpty();
    }

    /** RFC 4231, test case 2. */
    @Test
    void keyedHashesAreHmac() {
        assertThat(
                        mask(Kind.KEYED_HASH_MASK, "Jefe".getBytes())
                                .mask("what do ya want for nothing?", TEXT))
                .isEqualTo("5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatCannotBeMaskedIsNeverGivenBack(Kind kind) {
        Mask mask = mask(kind, KEY);
        assertThat(mask.mask(null, TEXT)).isNull();
        assertThatThrownBy(() -> mask.mask(new SpecialValue("infinity 1"), TEXT))
                .isInstanceOf(MaskException.class)
                .hasMessageNotContaining("infinity");
        assertThatThrownBy(() -> mask.mask(new byte[] {1}, TEXT)).isInstanceOf(MaskException.class);
        assertThatThrownBy(() -> mask.mask(1.5, TEXT)).isInstanceOf(MaskException.class);
        assertThat(mask.accepts(DataType.of(DataType.Kind.BLOB))).isFalse();
        assertThat(mask.accepts(DataType.of(DataType.Kind.DATE))).isFalse();
        assertThat(mask.accepts(DataType.of(DataType.Kind.REAL8))).isFalse();
    }

    @Test
    void randomDigitsFitTheType() {
        Mask mask = mask(Kind.DIGITS_RANDOMIZE, NO_KEY);
        DataType int1 = DataType.of(DataType.Kind.INT1);
        DataType uint8 = DataType.of(DataType.Kind.UINT8);
        DataType numeric = DataType.numeric(10, 2);
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            assertThat((Long) mask.mask(-128L, int1)).isBetween(-127L, 0L);
            assertThat((Long) mask.mask(127L, int1)).isBetween(0L, 127L);
            BigInteger most = new BigInteger("18446744073709551615");
            assertThat((BigInteger) mask.mask(most, uint8)).isBetween(BigInteger.ZERO, most);
            BigDecimal number = (BigDecimal) mask.mask(new BigDecimal("-1234.56"), numeric);
            assertThat(number.scale()).isEqualTo(2);
            assertThat(number).isBetween(new BigDecimal("-9999.99"), BigDecimal.ZERO);
            seen.add(mask.mask("a1234567", TEXT));
        }
        assertThat(seen).hasSizeGreaterThan(1900).allMatch(t -> t.toString().matches("a\\d{7}"));
    }

    @Test
    void withAKeyAValueAlwaysHasTheSameDigits() {
        Mask one = mask(Kind.DIGITS_RANDOMIZE, KEY);
        Mask other = mask(Kind.DIGITS_RANDOMIZE, "another".getBytes());
        String text = "1234567890123456789012345678901234567890";
        assertThat(one.mask(text, TEXT))
                .isEqualTo(mask(Kind.DIGITS_RANDOMIZE, KEY).mask(text, TEXT));
        assertThat(one.mask(text, TEXT)).isNotEqualTo(other.mask(text, TEXT)).isNotEqualTo(text);
    }
}
