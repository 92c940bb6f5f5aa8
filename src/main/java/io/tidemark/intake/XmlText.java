package io.tidemark.intake;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML from front to back, element by element, and names the place of what is wrong. Refuses a document type, which
 * nothing here needs: with it go entities, inside and outside.
 */
final class XmlText {

    private static final int DEEPEST = 64;

    private final XMLStreamReader xml;
    private int depth;

    private XmlText(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** Reads a document to its end. */
    static void read(Reader text, Elements elements) {
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new ShortTags(text));
            new XmlText(xml).read(elements);
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException failure) {
                throw new UncheckedIOException(failure);
            }
            throw ResultsException.malformed(place(e.getLocation()) + "the file is no XML or ends too early");
        }
    }

    private void read(Elements elements) throws XMLStreamException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD -> throw refused("a document type is not taken");
                case XMLStreamConstants.ENTITY_REFERENCE -> throw refused("an entity is not taken");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        throw refused("elements are nested deeper than " + DEEPEST + " levels");
                    }
                    elements.start(xml.getLocalName(), depth, this);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    elements.end(xml.getLocalName(), this);
                }
                default -> {
                    // Text of any kind says nothing here.
                }
            }
        }
    }

    /** An attribute of the element that starts. */
    @Nullable
    String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    /** The document is not what it should be, right here. */
    ResultsException refused(String what) {
        return ResultsException.malformed(place(xml.getLocation()) + what);
    }

    private static String place(@Nullable Location location) {
        return location == null
                ? ""
                : "line " + location.getLineNumber() + ", column " + location.getColumnNumber() + ": ";
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty("jdk.xml.cdataChunkSize", 8192);
        // Without a document type all that is left are `&lt;` and its like, of which a long output has many.
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing outside is read");
        });
        return factory;
    }

    /** What is done with the elements of a document. */
    interface Elements {

        /**
         * An element begins.
         *
         * @param depth 1 for the outermost
         */
        void start(String element, int depth, XmlText at);

        void end(String element, XmlText at);
    }
}
