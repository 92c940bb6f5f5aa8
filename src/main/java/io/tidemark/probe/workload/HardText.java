package io.tidemark.probe.workload;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text that is hard to keep: outside the basic plane, combined, right to left, long, full of what SQL quotes with. The
 * character 0 is left out, which PostgreSQL cannot hold in a text.
 *
 * @param kind what is hard about it
 */
record HardText(String kind, String value) {

    private static final List<HardText> ALL = List.of(new HardText("letters", "Größe, œuvre, żółć, Ångström, ñandú"),
            new HardText("scripts", "Ελληνικά Русский हिन्दी ไทย 한국어 日本語 中文 አማርኛ"),
            new HardText("right to left", "שלום עולם مرحبا بالعالم \u200fאב\u200e12"),
            new HardText("outside the basic plane", "\ud835\udd38\ud840\udc00\ud83c\udc04\udbff\udffd"),
            new HardText("emoji", "\ud83d\ude00\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66"
                    + "\ud83c\uddea\ud83c\uddfa\u270c\ud83c\udffd\u2764\ufe0f"),
            new HardText("combining", "e\u0301 a\u0308\u0323 n\u0303 \u1112\u1161\u11ab Z\u0351\u036b\u0343"),
            new HardText("composed", "\u00e9 \u1ea1\u0308 \u00f1 \ud55c"),
            new HardText("look-alikes", "A\u0391\u0410 \u212b\u00c5 \ufb01 \u00a0\u2003\u3000 \u00ad\ufeff"),
            new HardText("single quotes", "'' ' \u2019 ''' O'Neil '; drop table x; --"),
            new HardText("double quotes", "\" \"\" `x` \u201cy\u201d «z»"),
            new HardText("backslashes", "\\ \\\\ \\n \\' \\x41 C:\\temp\\u0041"),
            new HardText("patterns", "100% _under_ [a-z] ? ?? $1 :name {0} %s ${x} #{y}"),
            new HardText("markup", "<b>&amp;</b> <![CDATA[x]]> {\"a\":[1,null]} --x /* y */"),
            new HardText("line ends", "a\nb\r\nc\rd\n\n\u0085\u2028\u2029"),
            new HardText("spaces", "  before, between\t\tand after  \t "),
            new HardText("control characters", controls()), new HardText("nothing", ""),
            new HardText("one space", " "), new HardText("1000 characters", "0123456789".repeat(100)),
            new HardText("1000 characters of four bytes", "\ud83d\ude80".repeat(1000)),
            new HardText("1000 accented characters", "äßçđéþ©ñøü".repeat(100)));

    /** One after another. */
    static HardText of(long number) {
        return ALL.get((int) (number % ALL.size()));
    }

    static int kinds() {
        return ALL.size();
    }

    private static String controls() {
        return IntStream.concat(IntStream.range(1, 32), IntStream.of(127, 128, 159)).mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
