package io.tidemark.probe.workload;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Texts to search, each told by its number: words of many languages, and topics. Topic k is mentioned in every text
 * whose number it divides, one to three times, so that the frequency of topics falls with their rank and what a search
 * must find is known.
 */
final class Article {

    /** Texts a search shows at most. */
    static final int SHOWN = 20;
    /** How often a text must mention a topic to be relevant to it. */
    static final int RELEVANT = 2;
    static final int FIRST_TOPIC = 20;
    static final int TOPICS = 200;
    /** A topic that no text mentions. */
    static final int UNHEARD_OF = FIRST_TOPIC + TOPICS;
    /** Every topic is as long, so that none is a part of another. */
    static final int TOPIC_LENGTH = 8;

    private static final int WORDS = 30;
    private static final int MOST_MENTIONS = 3;
    private static final String[] SYLLABLES = {"ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe",
            "ri", "so", "tu", "va"};
    private static final List<String> FILLERS = List.of("the", "order", "arrived", "late", "Straße", "größer", "naïve",
            "café", "señor", "mañana", "żółty", "œuvre", "Ελλάδα", "дорога", "зима", "שלום", "مرحبا", "東京タワー", "한국어",
            "customer", "returned", "broken", "shipment", "thanks", "again", "never", "always", "42", "🚀", "x-ray");
    private static final Zipf FREQUENCIES = new Zipf(FILLERS.size());

    private Article() {}

    /** The word a topic is searched by. */
    static String topic(int topic) {
        return SYLLABLES[topic / SYLLABLES.length % SYLLABLES.length] + SYLLABLES[topic % SYLLABLES.length] + "tion";
    }

    static String text(long number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder text = new StringBuilder(400);
        for (int i = 0; i < WORDS; i++) {
            text.append(FILLERS.get(FREQUENCIES.next(random))).append(' ');
        }
        for (int topic = FIRST_TOPIC; topic < UNHEARD_OF; topic++) {
            for (int i = 0; i < mentions(number, topic); i++) {
                text.append(topic(topic)).append(' ');
            }
        }
        return text.toString();
    }

    private static int mentions(long number, int topic) {
        return number % topic == 0 ? (int) (1 + number / topic % MOST_MENTIONS) : 0;
    }

    /** The numbers of the first texts that mention a topic at all; 0 where there are no more. */
    static long[] mentioning(int topic, long texts) {
        long[] found = new long[SHOWN];
        int count = 0;
        for (long number = topic; topic < UNHEARD_OF && number <= texts && count < SHOWN; number += topic) {
            found[count++] = number;
        }
        return found;
    }

    /** The numbers of the texts that mention it most, if often enough; the lower one first of those that do equally. */
    static long[] relevantTo(int topic, long texts) {
        long[] found = new long[SHOWN];
        int count = 0;
        for (int mentions = MOST_MENTIONS; mentions >= RELEVANT; mentions--) {
            for (long number = topic; number <= texts && count < SHOWN; number += topic) {
                if (mentions(number, topic) == mentions) {
                    found[count++] = number;
                }
            }
        }
        return found;
    }
}
