select mark from ended_sign_ins order by mark
