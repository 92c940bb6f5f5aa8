package io.tidemark.alert;

import io.tidemark.alert.channel.Channel;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.alert.channel.Route;

/** A channel that is one function. */
record TestChannel(Sending sending, int most) implements Channel {

    TestChannel(Sending sending) {
        this(sending, Notification.MOST);
    }

    interface Sending {
        Delivery send(Notification notification) throws InterruptedException;
    }

    /** Told of every alert. */
    static Receiver receiver(Sending sending) {
        return new Receiver("test", Route.ALL, new TestChannel(sending));
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        return sending.send(notification);
    }

    @Override
    public String preview(Notification notification) {
        return notification.toString();
    }
}
