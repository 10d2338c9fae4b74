import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What one request needs to be carried out.
struct Call: Sendable {
    let envelope: Envelope
    let principal: Principal
    let now: Instant
    /// What the passed descriptor held, once it has been read.
    var file: [UInt8] = []
    /// Where long work says how far it is, if that is wanted.
    var progress: Service.Progress?

    /// Decodes the parameters, has `handler` carry the request out, and writes its reply.
    func answer<R: Request>(
        by handler: (R, Service.Context) throws(Refusal) -> R.Response, into output: inout [UInt8]
    ) throws(Refusal) {
        let (request, options) = try R.decode(envelope.params)
        var context = Service.Context(
            verb: R.verb, principal: principal, now: now, options: options, file: file)
        if options.idempotencyKey != nil { context.request = R.canonical(envelope.params) }
        if options.wantsProgress { context.progress = progress }
        let reply = try handler(request, context)
        ReplyLine.result(envelope.id, reply, principal.permissions, into: &output)
    }

    /// For a handler that need not know who asks.
    func answer<R: Request>(
        by handler: (R, _ now: Instant) throws(Refusal) -> R.Response, into output: inout [UInt8]
    ) throws(Refusal) {
        try answer(by: { (request: R, context) throws(Refusal) in try handler(request, context.now) }, into: &output)
    }

    func answer<R: Request>(
        by handler: (R) throws(Refusal) -> R.Response, into output: inout [UInt8]
    ) throws(Refusal) {
        try answer(by: { (request: R, _: Service.Context) throws(Refusal) in try handler(request) }, into: &output)
    }
}

extension Service {
    /// Carries out a verb that is answered at once, by the function of its name. One exhaustive switch: a verb without a
    /// handler does not compile. False for those that the server itself answers.
    func dispatch(_ call: Call, into out: inout [UInt8]) throws(Refusal) -> Bool {
        switch call.envelope.verb {
        case .agendaGet: try call.answer(by: agendaGet, into: &out)
        case .agendaSet: try call.answer(by: agendaSet, into: &out)
        case .attendanceRecord: try call.answer(by: attendanceRecord, into: &out)
        case .auditList: try call.answer(by: auditList, into: &out)
        case .availabilityClear: try call.answer(by: availabilityClear, into: &out)
        case .availabilityList: try call.answer(by: availabilityList, into: &out)
        case .availabilitySet: try call.answer(by: availabilitySet, into: &out)
        case .certificateGet: try call.answer(by: certificateGet, into: &out)
        case .certificateList: try call.answer(by: certificateList, into: &out)
        case .clockConfirm: try call.answer(by: clockConfirm, into: &out)
        case .coachingAbandon: try call.answer(by: coachingAbandon, into: &out)
        case .coachingCount: try call.answer(by: coachingCount, into: &out)
        case .coachingList: try call.answer(by: coachingList, into: &out)
        case .coachingRecord: try call.answer(by: coachingRecord, into: &out)
        case .coachingStart: try call.answer(by: coachingStart, into: &out)
        case .cohortCancel: try call.answer(by: cohortCancel, into: &out)
        case .cohortChange: try call.answer(by: cohortChange, into: &out)
        case .cohortClose: try call.answer(by: cohortClose, into: &out)
        case .cohortCreate: try call.answer(by: cohortCreate, into: &out)
        case .cohortGet: try call.answer(by: cohortGet, into: &out)
        case .cohortList: try call.answer(by: cohortList, into: &out)
        case .cohortOpen: try call.answer(by: cohortOpen, into: &out)
        case .cohortStart: try call.answer(by: cohortStart, into: &out)
        case .cohortTimeline: try call.answer(by: cohortTimeline, into: &out)
        case .concernHandover: try call.answer(by: concernHandover, into: &out)
        case .concernList: try call.answer(by: concernList, into: &out)
        case .concernMark: try call.answer(by: concernMark, into: &out)
        case .conflictCreate: try call.answer(by: conflictCreate, into: &out)
        case .conflictList: try call.answer(by: conflictList, into: &out)
        case .conflictRemove: try call.answer(by: conflictRemove, into: &out)
        case .consentGive: try call.answer(by: consentGive, into: &out)
        case .consentList: try call.answer(by: consentList, into: &out)
        case .consentWithdraw: try call.answer(by: consentWithdraw, into: &out)
        case .contactImport: try call.answer(by: contactImport, into: &out)
        case .deliverReport: try call.answer(by: deliverReport, into: &out)
        case .deliverStop: try call.answer(by: deliverStop, into: &out)
        case .enquiryContact: try call.answer(by: enquiryContact, into: &out)
        case .enquiryConvert: try call.answer(by: enquiryConvert, into: &out)
        case .enquiryCreate: try call.answer(by: enquiryCreate, into: &out)
        case .enquiryDecline: try call.answer(by: enquiryDecline, into: &out)
        case .enquiryGet: try call.answer(by: enquiryGet, into: &out)
        case .enquiryList: try call.answer(by: enquiryList, into: &out)
        case .enrolmentConfirm: try call.answer(by: enrolmentConfirm, into: &out)
        case .enrolmentCreate: try call.answer(by: enrolmentCreate, into: &out)
        case .enrolmentDefer: try call.answer(by: enrolmentDefer, into: &out)
        case .enrolmentGet: try call.answer(by: enrolmentGet, into: &out)
        case .enrolmentList: try call.answer(by: enrolmentList, into: &out)
        case .enrolmentPause: try call.answer(by: enrolmentPause, into: &out)
        case .enrolmentReplace: try call.answer(by: enrolmentReplace, into: &out)
        case .enrolmentResume: try call.answer(by: enrolmentResume, into: &out)
        case .enrolmentWithdraw: try call.answer(by: enrolmentWithdraw, into: &out)
        case .erasureComplete: try call.answer(by: erasureComplete, into: &out)
        case .erasureGet: try call.answer(by: erasureGet, into: &out)
        case .erasureList: try call.answer(by: erasureList, into: &out)
        case .erasureRefuse: try call.answer(by: erasureRefuse, into: &out)
        case .erasureRequest: try call.answer(by: erasureRequest, into: &out)
        case .erasureWithdraw: try call.answer(by: erasureWithdraw, into: &out)
        case .evidenceAmend: try call.answer(by: evidenceAmend, into: &out)
        case .evidenceDestroy: try call.answer(by: evidenceDestroy, into: &out)
        case .evidenceGet: try call.answer(by: evidenceGet, into: &out)
        case .evidenceList: try call.answer(by: evidenceList, into: &out)
        case .evidenceRecord: try call.answer(by: evidenceRecord, into: &out)
        case .federationGet: try call.answer(by: federationGet, into: &out)
        case .federationList: try call.answer(by: federationList, into: &out)
        case .feedbackGet: try call.answer(by: feedbackGet, into: &out)
        case .feedbackList: try call.answer(by: feedbackList, into: &out)
        case .feedbackRecord: try call.answer(by: feedbackRecord, into: &out)
        case .furtherTrainingList: try call.answer(by: furtherTrainingList, into: &out)
        case .furtherTrainingRecord: try call.answer(by: furtherTrainingRecord, into: &out)
        case .groupAssist: try call.answer(by: groupAssist, into: &out)
        case .groupConfirm: try call.answer(by: groupConfirm, into: &out)
        case .groupContinue: try call.answer(by: groupContinue, into: &out)
        case .groupCreate: try call.answer(by: groupCreate, into: &out)
        case .groupDissolve: try call.answer(by: groupDissolve, into: &out)
        case .groupGet: try call.answer(by: groupGet, into: &out)
        case .groupJoin: try call.answer(by: groupJoin, into: &out)
        case .groupList: try call.answer(by: groupList, into: &out)
        case .groupOptions: try call.answer(by: groupOptions, into: &out)
        case .groupPause: try call.answer(by: groupPause, into: &out)
        case .groupResume: try call.answer(by: groupResume, into: &out)
        case .holdExtend: try call.answer(by: holdExtend, into: &out)
        case .holdGet: try call.answer(by: holdGet, into: &out)
        case .holdLift: try call.answer(by: holdLift, into: &out)
        case .holdList: try call.answer(by: holdList, into: &out)
        case .holdPlace: try call.answer(by: holdPlace, into: &out)
        case .holidayImport: try call.answer(by: holidayImport, into: &out)
        case .holidayList: try call.answer(by: holidayList, into: &out)
        case .inviteList: try call.answer(by: inviteList, into: &out)
        case .linkImport: try call.answer(by: linkImport, into: &out)
        case .membershipCreate: try call.answer(by: membershipCreate, into: &out)
        case .membershipEnd: try call.answer(by: membershipEnd, into: &out)
        case .membershipList: try call.answer(by: membershipList, into: &out)
        case .obligationList: try call.answer(by: obligationList, into: &out)
        case .outboxCancel: try call.answer(by: outboxCancel, into: &out)
        case .outboxHold: try call.answer(by: outboxHold, into: &out)
        case .outboxList: try call.answer(by: outboxList, into: &out)
        case .outboxRelease: try call.answer(by: outboxRelease, into: &out)
        case .outboxRetry: try call.answer(by: outboxRetry, into: &out)
        case .outboxShow: try call.answer(by: outboxShow, into: &out)
        case .personExport: try call.answer(by: personExport, into: &out)
        case .personFind: try call.answer(by: personFind, into: &out)
        case .personGet: try call.answer(by: personGet, into: &out)
        case .personList: try call.answer(by: personList, into: &out)
        case .protocolAccept: try call.answer(by: protocolAccept, into: &out)
        case .protocolList: try call.answer(by: protocolList, into: &out)
        case .protocolPublish: try call.answer(by: protocolPublish, into: &out)
        case .purgeGet: try call.answer(by: purgeGet, into: &out)
        case .purgeList: try call.answer(by: purgeList, into: &out)
        case .readinessAttest: try call.answer(by: readinessAttest, into: &out)
        case .readinessRetract: try call.answer(by: readinessRetract, into: &out)
        case .referralList: try call.answer(by: referralList, into: &out)
        case .referralRecord: try call.answer(by: referralRecord, into: &out)
        case .reminderExplain: try call.answer(by: reminderExplain, into: &out)
        case .reminderList: try call.answer(by: reminderList, into: &out)
        case .reminderPreview: try call.answer(by: reminderPreview, into: &out)
        case .reportGet: try call.answer(by: reportGet, into: &out)
        case .reportRecord: try call.answer(by: reportRecord, into: &out)
        case .reportShare: try call.answer(by: reportShare, into: &out)
        case .retentionPreview: try call.answer(by: retentionPreview, into: &out)
        case .retentionRules: try call.answer(by: retentionRules, into: &out)
        case .retentionRun: try call.answer(by: retentionRun, into: &out)
        case .reviewerAssign: try call.answer(by: reviewerAssign, into: &out)
        case .reviewerCreate: try call.answer(by: reviewerCreate, into: &out)
        case .reviewerList: try call.answer(by: reviewerList, into: &out)
        case .rpcDiscover: try call.answer(by: { (_: RpcDiscover) in RpcDiscover.Response() }, into: &out)
        case .schoolGet: try call.answer(by: schoolGet, into: &out)
        case .schoolImport: try call.answer(by: schoolImport, into: &out)
        case .schoolList: try call.answer(by: schoolList, into: &out)
        case .sessionCancel: try call.answer(by: sessionCancel, into: &out)
        case .sessionChange: try call.answer(by: sessionChange, into: &out)
        case .sessionGet: try call.answer(by: sessionGet, into: &out)
        case .sessionHold: try call.answer(by: sessionHold, into: &out)
        case .sessionList: try call.answer(by: sessionList, into: &out)
        case .sessionPostpone: try call.answer(by: sessionPostpone, into: &out)
        case .sessionRepeat: try call.answer(by: sessionRepeat, into: &out)
        case .sessionReschedule: try call.answer(by: sessionReschedule, into: &out)
        case .sessionSchedule: try call.answer(by: sessionSchedule, into: &out)
        case .status:
            try call.answer(by: { (_: Status, now) throws(Refusal) in try status(at: now, next: nil) }, into: &out)
        case .suppressionLift: try call.answer(by: suppressionLift, into: &out)
        case .suppressionList: try call.answer(by: suppressionList, into: &out)
        case .tenureEnd: try call.answer(by: tenureEnd, into: &out)
        case .tenureOpen: try call.answer(by: tenureOpen, into: &out)
        case .tenureReplace: try call.answer(by: tenureReplace, into: &out)
        case .termImport: try call.answer(by: termImport, into: &out)
        case .termList: try call.answer(by: termList, into: &out)
        case .themeAdd: try call.answer(by: themeAdd, into: &out)
        case .themeDemand: try call.answer(by: themeDemand, into: &out)
        case .themeList: try call.answer(by: themeList, into: &out)
        case .themeRename: try call.answer(by: themeRename, into: &out)
        case .themeRetire: try call.answer(by: themeRetire, into: &out)
        case .trustGet: try call.answer(by: trustGet, into: &out)
        case .trustList: try call.answer(by: trustList, into: &out)
        case .visitAgree: try call.answer(by: visitAgree, into: &out)
        case .visitCancel: try call.answer(by: visitCancel, into: &out)
        case .visitChange: try call.answer(by: visitChange, into: &out)
        case .visitGet: try call.answer(by: visitGet, into: &out)
        case .visitHold: try call.answer(by: visitHold, into: &out)
        case .visitLead: try call.answer(by: visitLead, into: &out)
        case .visitList: try call.answer(by: visitList, into: &out)
        case .visitMiss: try call.answer(by: visitMiss, into: &out)
        case .visitPrepare: try call.answer(by: visitPrepare, into: &out)
        case .visitPropose: try call.answer(by: visitPropose, into: &out)
        case .visitReschedule: try call.answer(by: visitReschedule, into: &out)
        case .walkthrusCreate: try call.answer(by: walkthrusCreate, into: &out)
        case .writeupAccept: try call.answer(by: writeupAccept, into: &out)
        case .writeupGet: try call.answer(by: writeupGet, into: &out)
        case .writeupList: try call.answer(by: writeupList, into: &out)
        case .writeupRecord: try call.answer(by: writeupRecord, into: &out)
        case .clockAdvance, .daemonReload, .deliverClaim, .deliverTested, .mailTest, .eventsSubscribe, .hello,
            .outboxFlush, .ping, .whoami:
            return false
        }
        return true
    }
}
