import VNetAPI
import VNetJSON

/// What a network does in a year, with every verb that changes anything, as lines on the control socket.
///
/// `%word%` stands for what only some may read again: a word that is found nowhere else. `$name` is looked up when the line
/// is sent. Lines that begin with `@` are the mailer's, and the test's own.
struct Story {
    static let schools = Array(121_001...121_006)

    static let beginning = """
        school.import <schools
        contact.import <contacts
        holiday.import <holidays
        term.import {"la":"Norfolk"} <terms
        link.import <links
        theme.add {"title":"Reading for Pleasure"}
        theme.rename {"theme":"reading-for-pleasure","title":"Reading"}
        theme.demand {"theme":"reading-for-pleasure","further_training":true}
        theme.retire {"theme":"reading-for-pleasure"}
        enquiry.create {"contact":"%asker%","email":"%asker%@asker.example","question":"%question%","urn":121005}
        enquiry.contact {"enquiry":1}
        enquiry.decline {"enquiry":1}
        enquiry.create {"contact":"Sam Asker","email":"sam@asker.example","question":"May we join?","urn":121005}
        membership.create {"urn":121006,"since":"2026-09-01"}
        furthertraining.record {"schools":[121001],"on":"2026-08-31"}
        conflict.create {"urn":121001,"other":121005,"reason":"leadership"}
        conflict.remove {"conflict":1}
        cohort.create {"name":"PD","theme":"personal-development","policy":"outward"}
        cohort.change {"cohort":1,"capacity":10}
        cohort.open {"cohort":1}
        enquiry.convert {"enquiry":2,"cohort":1}
        enrolment.create {"cohort":1,"urn":121001}
        enrolment.create {"cohort":1,"urn":121002}
        enrolment.create {"cohort":1,"urn":121003}
        enrolment.create {"cohort":1,"urn":121004}
        readiness.attest {"cohort":1,"urn":121001}
        readiness.retract {"cohort":1,"urn":121001,"criterion":"documentation"}
        readiness.attest {"cohort":1,"urn":121001,"criterion":"documentation"}
        readiness.attest {"cohort":1,"urn":121002}
        readiness.attest {"cohort":1,"urn":121003}
        readiness.attest {"cohort":1,"urn":121004}
        readiness.attest {"cohort":1,"urn":121005}
        enrolment.confirm {"cohort":1,"urn":121001}
        enrolment.confirm {"cohort":1,"urn":121002}
        enrolment.confirm {"cohort":1,"urn":121003}
        enrolment.confirm {"cohort":1,"urn":121004}
        session.schedule {"cohort":1,"kind":"training","date":"2026-09-21","start":"09:00","finish":"12:30","place":"Norwich"}
        session.change {"session":1,"start":"09:15"}
        session.postpone {"session":1}
        session.reschedule {"session":1,"date":"2026-09-22"}
        agenda.set {"session":1,"items":["09:15 Protocols","10:00 The framework"]}
        cohort.start {"cohort":1}
        @advance 2026-09-22T12:00:00Z
        session.hold {"session":1}
        attendance.record {"session":1,"absent":[121004]}
        protocol.accept {"session":1}
        enrolment.pause {"cohort":1,"urn":121004}
        enrolment.resume {"cohort":1,"urn":121004}
        group.create {"cohort":1,"name":"A","schools":[121001,121002,121003]}
        group.confirm {"group":1}
        group.pause {"group":1}
        group.resume {"group":1}
        reviewer.create {"name":"%helper%","email":"%helper%@vnet.example"}
        tenure.open {"urn":121002,"role":"deputy","name":"%deputy%","email":"%deputy%@school.example"}
        tenure.replace {"urn":121004,"role":"head","name":"%head%","email":"%head%@school.example"}
        """

    static let visits = """
        availability.set {"cohort":1,"urn":121002,"availability":"unavailable","from":"2026-12-01","until":"2026-12-04"}
        availability.clear {"cohort":1,"urn":121002,"from":"2026-12-04"}
        visit.propose {"visit":1,"date":"2026-11-03"}
        visit.agree {"visit":1}
        reviewer.assign {"visit":1,"urn":121002,"people":[2,8]}
        visit.lead {"visit":1,"person":8}
        visit.reschedule {"visit":1,"date":"2026-11-04","agreed":true}
        visit.change {"visit":1,"finish":"14:30"}
        visit.prepare {"visit":1}
        visit.agree {"visit":2,"date":"2026-11-09"}
        visit.reschedule {"visit":2,"date":"2026-11-10"}
        visit.agree {"visit":2}
        @advance 2026-11-05T16:00:00Z
        visit.hold {"visit":1,"on":"2026-11-05"}
        evidence.record {"visit":1,"urn":121002,"text":"%evidence%"}
        evidence.amend {"note":1,"text":"%amended%"}
        evidence.record {"visit":1,"urn":121003,"text":"%destroyed%"}
        evidence.destroy {"note":2}
        writeup.record {"visit":1,"text":"%draft%"}
        writeup.record {"visit":1,"text":"%writeup%"}
        feedback.record {"visit":1,"urn":121001,"text":"%feedback%"}
        @look
        """

    /// Of two schools that respond, one raises a concern: `$worried`, when it responds or afterwards.
    static let concern = """
        feedback.record {"visit":1,"urn":$calm,"text":"%calm%"}
        feedback.record {"visit":1,"urn":$worried,"text":"%worried%","concern":true}
        @look
        concern.handover {"visit":1,"urn":$worried,"about":"child","role":"dsl"}
        feedback.record {"visit":1,"urn":$worried,"text":"%later%"}
        concern.mark {"visit":1,"urn":$worried}
        @look
        concern.handover {"visit":1,"urn":$worried,"about":"child","role":"dsl"}
        referral.record {"visit":1,"about":"child","role":"lado"}
        @look
        """

    static let report = """
        writeup.accept {"visit":1}
        report.record {"visit":1,"text":"%superseded%"}
        report.record {"visit":1,"text":"%report%"}
        consent.give {"visit":1,"urn":121003}
        report.share {"visit":1,"urn":121003}
        report.share {"visit":1,"urn":121001}
        @look
        consent.withdraw {"visit":1,"urn":121003}
        outbox.hold
        outbox.cancel {"message":$held}
        outbox.release
        @refuse %words%
        outbox.retry
        @deliver
        visit.prepare {"visit":2}
        @advance 2026-11-10T16:00:00Z
        visit.miss {"visit":2}
        enrolment.replace {"cohort":1,"urn":121003,"by":121004}
        enrolment.withdraw {"cohort":1,"urn":121002}
        group.continue {"group":1,"reason":"Term is short"}
        group.assist {"group":1,"person":7}
        enrolment.confirm {"cohort":1,"urn":121005}
        group.join {"group":1,"urn":121005}
        visit.cancel {"visit":4}
        enrolment.defer {"cohort":1,"urn":121005}
        group.dissolve {"group":1}
        session.schedule {"cohort":1,"kind":"feedback","date":"2026-12-08","start":"13:00","finish":"16:00","place":"Norwich"}
        session.cancel {"session":2}
        """

    static let end = """
        session.schedule {"cohort":1,"kind":"feedback","date":"2026-12-09","start":"13:00","finish":"16:00","place":"Norwich"}
        tenure.end {"tenure":7}
        protocol.publish {"version":"2026-12"}
        walkthrus.create {"name":"WalkThrus"}
        cohort.open {"cohort":2}
        enrolment.create {"cohort":2,"urn":121006}
        enrolment.confirm {"cohort":2,"urn":121006}
        session.repeat {"cohort":2,"kind":"network","first":"2027-01-11","until":"2027-03-31","start":"14:00","finish":"16:00","place":"Norwich","weeks":6}
        cohort.start {"cohort":2}
        coaching.start {"cohort":2,"urn":121006,"on":"2026-11-09"}
        coaching.record {"cycle":1,"step":"lesson_visit","on":"2026-11-10"}
        coaching.abandon {"cycle":1}
        cohort.cancel {"cohort":2}
        membership.end {"membership":1,"on":"2027-08-31"}
        @advance 2026-12-09T17:00:00Z
        session.hold {"session":3}
        cohort.close {"cohort":1}
        hold.place {"reason":"claim","owner":"legal","review":"2027-06-01","cohort":1}
        hold.extend {"hold":1,"review":"2027-07-01"}
        hold.lift {"hold":1}
        """

    /// Of two people, one asks for erasure: `$asking`.
    static let erasure = """
        erasure.request {"person":$asking,"channel":"email"}
        erasure.refuse {"erasure":1,"reason":"legal_claims"}
        erasure.request {"person":$asking,"channel":"post"}
        erasure.withdraw {"erasure":2}
        erasure.request {"person":$asking,"channel":"telephone"}
        @look
        """

    static let rest = """
        erasure.complete {"erasure":3}
        suppression.lift {"suppression":1}
        @advance 2027-04-01T12:00:00Z
        retention.run {"digest":"$digest"}
        clock.confirm
        daemon.reload
        @look
        """

    static let whole = [beginning, visits, concern, report, end, erasure, rest]

    static let files = [
        "schools": "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode,LA (code),LA (name)\n"
            + schools.map { "\($0),School \($0 % 10),Open,Norwich,NR1 1AA,926,Norfolk\n" }.joined()
            + "121007,School 7,Closed,Norwich,NR1 1AA,926,Norfolk\n",
        "contacts": "URN,role,name,e-mail\n"
            + schools.map { "\($0),head,%head\($0 % 10)%,%head\($0 % 10)%@school.example\n" }.joined(),
        "holidays": #"{"england-and-wales":{"division":"england-and-wales","events":[{"title":"Boxing Day","#
            + #""date":"2026-12-28","notes":"Substitute day","bunting":true}]}}"#,
        "terms": [
            "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20261026",
            "DTEND;VALUE=DATE:20261031", "SUMMARY:Half term", "END:VEVENT", "END:VCALENDAR", "",
        ].joined(separator: "\r\n"),
        "links": "URN,LinkURN,LinkType,LinkEstablishedDate\n121007,121006,Successor,01-09-2025\n",
    ]
}
