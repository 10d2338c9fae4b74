import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What one request needs to be carried out.
struct Call: Sendable {
    let envelope: Envelope
    let caller: Caller
    let now: Instant
    /// What the passed descriptor held, once it has been read.
    var file: [UInt8] = []
    /// Where long work says how far it is, if that is wanted.
    var progress: Service.Progress?

    /// Decodes the parameters, and has `body` carry the request out.
    func decoding<R: Request>(
        _: R.Type, into output: inout [UInt8], _ body: (R, Service.Context) throws(Refusal) -> R.Response
    ) throws(Refusal) {
        let (request, options) = try R.decode(envelope.params)
        var context = Service.Context(
            verb: R.verb, caller: caller, now: now, options: options, file: file)
        if options.idempotencyKey != nil { context.request = R.canonical(envelope.params) }
        if options.wantsProgress { context.progress = progress }
        let reply = try body(request, context)
        ReplyLine.result(envelope.id, reply, caller.permissions, into: &output)
    }
}

extension Service {
    /// Carries out a verb that is answered at once. One exhaustive switch: a verb without a handler does not compile.
    /// False for those that the server itself answers.
    func dispatch(_ call: Call, into out: inout [UInt8]) throws(Refusal) -> Bool {
        switch call.envelope.verb {
        case .agendaGet: try call.decoding(AgendaGet.self, into: &out) { r, _ throws(Refusal) in try agenda(r) }
        case .agendaSet: try call.decoding(AgendaSet.self, into: &out, setAgenda)
        case .attendanceRecord: try call.decoding(AttendanceRecord.self, into: &out, recordAttendance)
        case .auditList: try call.decoding(AuditList.self, into: &out) { r, _ throws(Refusal) in try auditEvents(r) }
        case .availabilityClear: try call.decoding(AvailabilityClear.self, into: &out, clearAvailability)
        case .availabilityList:
            try call.decoding(AvailabilityList.self, into: &out) { r, _ throws(Refusal) in try availability(r) }
        case .availabilitySet: try call.decoding(AvailabilitySet.self, into: &out, setAvailability)
        case .coachingAbandon: try call.decoding(CoachingAbandon.self, into: &out, abandonCoaching)
        case .coachingCount:
            try call.decoding(CoachingCount.self, into: &out) { r, c throws(Refusal) in
                try coachingCounts(r, at: c.now)
            }
        case .coachingList: try call.decoding(CoachingList.self, into: &out) { r, _ throws(Refusal) in try coaching(r) }
        case .coachingRecord: try call.decoding(CoachingRecord.self, into: &out, recordCoaching)
        case .coachingStart: try call.decoding(CoachingStart.self, into: &out, startCoaching)
        case .certificateGet:
            try call.decoding(CertificateGet.self, into: &out) { r, _ throws(Refusal) in try certificate(r) }
        case .certificateList:
            try call.decoding(CertificateList.self, into: &out) { r, _ throws(Refusal) in try certificates(r) }
        case .clockConfirm: try call.decoding(ClockConfirm.self, into: &out, confirmClock)
        case .cohortCancel: try call.decoding(CohortCancel.self, into: &out, cancelCohort)
        case .cohortChange: try call.decoding(CohortChange.self, into: &out, changeCohort)
        case .cohortClose: try call.decoding(CohortClose.self, into: &out, closeCohort)
        case .cohortCreate: try call.decoding(CohortCreate.self, into: &out, createCohort)
        case .cohortGet: try call.decoding(CohortGet.self, into: &out) { r, _ throws(Refusal) in try cohort(r) }
        case .cohortList: try call.decoding(CohortList.self, into: &out) { r, _ throws(Refusal) in try cohorts(r) }
        case .cohortOpen: try call.decoding(CohortOpen.self, into: &out, openCohort)
        case .cohortStart: try call.decoding(CohortStart.self, into: &out, startCohort)
        case .cohortTimeline:
            try call.decoding(CohortTimeline.self, into: &out) { r, c throws(Refusal) in try timeline(r, at: c.now) }
        case .conflictCreate: try call.decoding(ConflictCreate.self, into: &out, createConflict)
        case .conflictList:
            try call.decoding(ConflictList.self, into: &out) { r, _ throws(Refusal) in try conflicts(r) }
        case .conflictRemove: try call.decoding(ConflictRemove.self, into: &out, removeConflict)
        case .concernHandover: try call.decoding(ConcernHandover.self, into: &out, handOver)
        case .concernList: try call.decoding(ConcernList.self, into: &out) { r, _ throws(Refusal) in try concerns(r) }
        case .concernMark: try call.decoding(ConcernMark.self, into: &out, markConcern)
        case .consentGive: try call.decoding(ConsentGive.self, into: &out, giveConsent)
        case .consentList:
            try call.decoding(ConsentList.self, into: &out) { r, _ throws(Refusal) in try consents(r) }
        case .consentWithdraw: try call.decoding(ConsentWithdraw.self, into: &out, withdrawConsent)
        case .contactImport: try call.decoding(ContactImport.self, into: &out, importContacts)
        case .deliverReport: try call.decoding(DeliverReport.self, into: &out, report)
        case .enquiryContact: try call.decoding(EnquiryContact.self, into: &out, contactEnquiry)
        case .enquiryConvert: try call.decoding(EnquiryConvert.self, into: &out, convertEnquiry)
        case .enquiryCreate: try call.decoding(EnquiryCreate.self, into: &out, createEnquiry)
        case .enquiryDecline: try call.decoding(EnquiryDecline.self, into: &out, declineEnquiry)
        case .enquiryGet: try call.decoding(EnquiryGet.self, into: &out) { r, _ throws(Refusal) in try enquiry(r) }
        case .enquiryList: try call.decoding(EnquiryList.self, into: &out) { r, _ throws(Refusal) in try enquiries(r) }
        case .enrolmentConfirm: try call.decoding(EnrolmentConfirm.self, into: &out, confirm)
        case .enrolmentCreate: try call.decoding(EnrolmentCreate.self, into: &out, enrol)
        case .enrolmentDefer: try call.decoding(EnrolmentDefer.self, into: &out, `defer`)
        case .enrolmentGet:
            try call.decoding(EnrolmentGet.self, into: &out) { r, _ throws(Refusal) in try enrolment(r) }
        case .enrolmentList:
            try call.decoding(EnrolmentList.self, into: &out) { r, _ throws(Refusal) in try enrolments(r) }
        case .enrolmentPause: try call.decoding(EnrolmentPause.self, into: &out, pause)
        case .enrolmentReplace: try call.decoding(EnrolmentReplace.self, into: &out, replace)
        case .enrolmentResume: try call.decoding(EnrolmentResume.self, into: &out, resume)
        case .enrolmentWithdraw: try call.decoding(EnrolmentWithdraw.self, into: &out, withdraw)
        case .erasureComplete: try call.decoding(ErasureComplete.self, into: &out, completeErasure)
        case .erasureGet:
            try call.decoding(ErasureGet.self, into: &out) { r, c throws(Refusal) in try erasure(r, at: c.now) }
        case .erasureList:
            try call.decoding(ErasureList.self, into: &out) { r, c throws(Refusal) in try erasures(r, at: c.now) }
        case .erasureRefuse: try call.decoding(ErasureRefuse.self, into: &out, refuseErasure)
        case .erasureRequest: try call.decoding(ErasureRequest.self, into: &out, requestErasure)
        case .erasureWithdraw: try call.decoding(ErasureWithdraw.self, into: &out, withdrawErasure)
        case .federationGet:
            try call.decoding(FederationGet.self, into: &out) { r, _ throws(Refusal) in try federation(r) }
        case .federationList:
            try call.decoding(FederationList.self, into: &out) { r, _ throws(Refusal) in try federations(r) }
        case .evidenceAmend: try call.decoding(EvidenceAmend.self, into: &out, amendEvidence)
        case .evidenceDestroy: try call.decoding(EvidenceDestroy.self, into: &out, destroyEvidence)
        case .evidenceGet: try call.decoding(EvidenceGet.self, into: &out, evidence)
        case .evidenceList:
            try call.decoding(EvidenceList.self, into: &out) { r, _ throws(Refusal) in try evidenceNotes(r) }
        case .evidenceRecord: try call.decoding(EvidenceRecord.self, into: &out, recordEvidence)
        case .feedbackGet: try call.decoding(FeedbackGet.self, into: &out, feedback)
        case .feedbackList:
            try call.decoding(FeedbackList.self, into: &out) { r, _ throws(Refusal) in try responses(r) }
        case .feedbackRecord: try call.decoding(FeedbackRecord.self, into: &out, recordFeedback)
        case .furtherTrainingList:
            try call.decoding(FurtherTrainingList.self, into: &out) { r, _ throws(Refusal) in try furtherTraining(r) }
        case .furtherTrainingRecord: try call.decoding(FurtherTrainingRecord.self, into: &out, recordFurtherTraining)
        case .groupAssist: try call.decoding(GroupAssist.self, into: &out, assist)
        case .groupConfirm: try call.decoding(GroupConfirm.self, into: &out, confirmGroup)
        case .groupCreate: try call.decoding(GroupCreate.self, into: &out, createGroup)
        case .groupContinue: try call.decoding(GroupContinue.self, into: &out, `continue`)
        case .groupDissolve: try call.decoding(GroupDissolve.self, into: &out, dissolve)
        case .groupGet: try call.decoding(GroupGet.self, into: &out) { r, _ throws(Refusal) in try group(r) }
        case .groupList: try call.decoding(GroupList.self, into: &out) { r, _ throws(Refusal) in try groups(r) }
        case .groupJoin: try call.decoding(GroupJoin.self, into: &out, join)
        case .groupOptions: try call.decoding(GroupOptions.self, into: &out) { r, _ throws(Refusal) in try options(r) }
        case .groupPause: try call.decoding(GroupPause.self, into: &out, pause)
        case .groupResume: try call.decoding(GroupResume.self, into: &out, resume)
        case .holdExtend: try call.decoding(HoldExtend.self, into: &out, extendHold)
        case .holdGet: try call.decoding(HoldGet.self, into: &out) { r, c throws(Refusal) in try hold(r, at: c.now) }
        case .holdLift: try call.decoding(HoldLift.self, into: &out, liftHold)
        case .holdList: try call.decoding(HoldList.self, into: &out) { r, c throws(Refusal) in try holds(r, at: c.now) }
        case .holdPlace: try call.decoding(HoldPlace.self, into: &out, placeHold)
        case .holidayImport: try call.decoding(HolidayImport.self, into: &out, importHolidays)
        case .holidayList:
            try call.decoding(HolidayList.self, into: &out) { r, c throws(Refusal) in try holidays(r, at: c.now) }
        case .inviteList: try call.decoding(InviteList.self, into: &out) { r, _ throws(Refusal) in try invites(r) }
        case .linkImport: try call.decoding(LinkImport.self, into: &out, importLinks)
        case .membershipCreate: try call.decoding(MembershipCreate.self, into: &out, createMembership)
        case .membershipEnd: try call.decoding(MembershipEnd.self, into: &out, endMembership)
        case .membershipList:
            try call.decoding(MembershipList.self, into: &out) { r, c throws(Refusal) in try memberships(r, at: c.now) }
        case .obligationList:
            try call.decoding(ObligationList.self, into: &out) { r, _ throws(Refusal) in try obligations(r) }
        case .outboxCancel: try call.decoding(OutboxCancel.self, into: &out, cancel)
        case .outboxHold: try call.decoding(OutboxHold.self, into: &out, apply)
        case .outboxList: try call.decoding(OutboxList.self, into: &out) { r, _ throws(Refusal) in try messages(r) }
        case .outboxRelease: try call.decoding(OutboxRelease.self, into: &out, apply)
        case .outboxRetry: try call.decoding(OutboxRetry.self, into: &out, apply)
        case .outboxShow: try call.decoding(OutboxShow.self, into: &out, message)
        case .personExport: try call.decoding(PersonExport.self, into: &out, export)
        case .personFind: try call.decoding(PersonFind.self, into: &out) { r, _ throws(Refusal) in try findPerson(r) }
        case .personGet: try call.decoding(PersonGet.self, into: &out) { r, _ throws(Refusal) in try person(r) }
        case .personList: try call.decoding(PersonList.self, into: &out) { r, _ throws(Refusal) in try people(r) }
        case .protocolAccept: try call.decoding(ProtocolAccept.self, into: &out, acceptProtocol)
        case .protocolList:
            try call.decoding(ProtocolList.self, into: &out) { r, _ throws(Refusal) in try protocols(r) }
        case .protocolPublish: try call.decoding(ProtocolPublish.self, into: &out, publishProtocol)
        case .purgeGet: try call.decoding(PurgeGet.self, into: &out) { r, _ throws(Refusal) in try purge(r) }
        case .purgeList: try call.decoding(PurgeList.self, into: &out) { r, _ throws(Refusal) in try purges(r) }
        case .readinessRetract: try call.decoding(ReadinessRetract.self, into: &out, retract)
        case .readinessAttest: try call.decoding(ReadinessAttest.self, into: &out, attest)
        case .referralList:
            try call.decoding(ReferralList.self, into: &out) { r, _ throws(Refusal) in try referrals(r) }
        case .referralRecord: try call.decoding(ReferralRecord.self, into: &out, recordReferral)
        case .reminderExplain:
            try call.decoding(ReminderExplain.self, into: &out) { r, _ throws(Refusal) in try explain(r) }
        case .reminderList:
            try call.decoding(ReminderList.self, into: &out) { r, _ throws(Refusal) in try reminders(r) }
        case .reminderPreview:
            try call.decoding(ReminderPreview.self, into: &out) { r, _ throws(Refusal) in try preview(r) }
        case .reportGet: try call.decoding(ReportGet.self, into: &out, report)
        case .reportRecord: try call.decoding(ReportRecord.self, into: &out, recordReport)
        case .reportShare: try call.decoding(ReportShare.self, into: &out, shareReport)
        case .retentionPreview:
            try call.decoding(RetentionPreview.self, into: &out) { r, c throws(Refusal) in
                try previewRetention(r, at: c.now)
            }
        case .retentionRules:
            try call.decoding(RetentionRules.self, into: &out) { r, _ throws(Refusal) in try retentionRules(r) }
        case .retentionRun: try call.decoding(RetentionRun.self, into: &out, runRetention)
        case .reviewerAssign: try call.decoding(ReviewerAssign.self, into: &out, assignReviewers)
        case .reviewerCreate: try call.decoding(ReviewerCreate.self, into: &out, createReviewer)
        case .reviewerList:
            try call.decoding(ReviewerList.self, into: &out) { r, _ throws(Refusal) in try reviewers(r) }
        case .rpcDiscover:
            try call.decoding(RpcDiscover.self, into: &out) { _, _ throws(Refusal) in RpcDiscover.Response() }
        case .schoolGet: try call.decoding(SchoolGet.self, into: &out) { r, _ throws(Refusal) in try school(r) }
        case .schoolImport: try call.decoding(SchoolImport.self, into: &out, importSchools)
        case .schoolList: try call.decoding(SchoolList.self, into: &out) { r, _ throws(Refusal) in try schools(r) }
        case .sessionChange: try call.decoding(SessionChange.self, into: &out, changeSession)
        case .sessionCancel: try call.decoding(SessionCancel.self, into: &out, cancel)
        case .sessionGet: try call.decoding(SessionGet.self, into: &out) { r, _ throws(Refusal) in try session(r) }
        case .sessionList: try call.decoding(SessionList.self, into: &out) { r, _ throws(Refusal) in try sessions(r) }
        case .sessionHold: try call.decoding(SessionHold.self, into: &out, hold)
        case .sessionPostpone: try call.decoding(SessionPostpone.self, into: &out, postpone)
        case .sessionRepeat: try call.decoding(SessionRepeat.self, into: &out, repeatSession)
        case .sessionReschedule: try call.decoding(SessionReschedule.self, into: &out, reschedule)
        case .sessionSchedule: try call.decoding(SessionSchedule.self, into: &out, schedule)
        case .status:
            try call.decoding(Status.self, into: &out) { _, c throws(Refusal) in try status(at: c.now, next: nil) }
        case .suppressionLift: try call.decoding(SuppressionLift.self, into: &out, liftSuppression)
        case .suppressionList:
            try call.decoding(SuppressionList.self, into: &out) { r, _ throws(Refusal) in try suppressions(r) }
        case .tenureEnd: try call.decoding(TenureEnd.self, into: &out, endTenure)
        case .tenureOpen: try call.decoding(TenureOpen.self, into: &out, openTenure)
        case .tenureReplace: try call.decoding(TenureReplace.self, into: &out, replaceTenure)
        case .termImport: try call.decoding(TermImport.self, into: &out, importTerms)
        case .termList: try call.decoding(TermList.self, into: &out) { r, c throws(Refusal) in try terms(r, at: c.now) }
        case .themeAdd: try call.decoding(ThemeAdd.self, into: &out, addTheme)
        case .themeDemand: try call.decoding(ThemeDemand.self, into: &out, demandOfTheme)
        case .themeList: try call.decoding(ThemeList.self, into: &out) { r, _ throws(Refusal) in try themes(r) }
        case .themeRename: try call.decoding(ThemeRename.self, into: &out, renameTheme)
        case .themeRetire: try call.decoding(ThemeRetire.self, into: &out, retireTheme)
        case .trustGet: try call.decoding(TrustGet.self, into: &out) { r, _ throws(Refusal) in try trust(r) }
        case .trustList: try call.decoding(TrustList.self, into: &out) { r, _ throws(Refusal) in try trusts(r) }
        case .visitAgree: try call.decoding(VisitAgree.self, into: &out, agree)
        case .visitChange: try call.decoding(VisitChange.self, into: &out, changeVisit)
        case .visitCancel: try call.decoding(VisitCancel.self, into: &out, cancel)
        case .visitGet: try call.decoding(VisitGet.self, into: &out) { r, _ throws(Refusal) in try visit(r) }
        case .visitList: try call.decoding(VisitList.self, into: &out) { r, _ throws(Refusal) in try visits(r) }
        case .visitHold: try call.decoding(VisitHold.self, into: &out, hold)
        case .visitLead: try call.decoding(VisitLead.self, into: &out, lead)
        case .visitMiss: try call.decoding(VisitMiss.self, into: &out, miss)
        case .visitPrepare: try call.decoding(VisitPrepare.self, into: &out, prepare)
        case .visitPropose: try call.decoding(VisitPropose.self, into: &out, propose)
        case .visitReschedule: try call.decoding(VisitReschedule.self, into: &out, reschedule)
        case .walkthrusCreate: try call.decoding(WalkthrusCreate.self, into: &out, createWalkthrus)
        case .writeupAccept: try call.decoding(WriteupAccept.self, into: &out, acceptWriteUp)
        case .writeupGet: try call.decoding(WriteupGet.self, into: &out, writeUp)
        case .writeupList:
            try call.decoding(WriteupList.self, into: &out) { r, _ throws(Refusal) in try writeUps(r) }
        case .writeupRecord: try call.decoding(WriteupRecord.self, into: &out, recordWriteUp)
        case .clockAdvance, .daemonReload, .deliverClaim, .eventsSubscribe, .hello, .outboxFlush, .ping, .whoami:
            return false
        }
        return true
    }
}
